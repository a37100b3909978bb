using LightningRod.Client.Invoices;
using LightningRod.Client.Payments;
using LightningRod.Client.Steps;
using LightningRod.Client.Tests.Harness;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Tests;

/// <summary>Both flows from end to end.</summary>
public sealed class PaymentTests
{
    private static readonly Msat Amount = Msat.FromSatoshis(50_000);

    [Fact]
    public async Task Pay_SleepingPayee_IsPaidWhenItWakes()
    {
        await using var world = new World();
        var payee = await world.StartPayeeAsync();
        var invoice = await payee.Payee.CreateInvoiceAsync(new InvoiceOrder(Amount, "coffee"), world.Token);
        await payee.DisposeAsync();

        var payer = await world.StartPayerAsync();
        var payment = await world.PayAsync(payer, PaymentOrder.For(invoice) with { Parts = 2 });
        Assert.True(payer.Payer.Find(payment)!.MayGoOffline);
        await payer.DisposeAsync();
        Assert.Equal(2, world.Holds.HeldParts.Count);
        Assert.Equal(0, world.Holds.Triggers);

        payee = await world.StartPayeeAsync();
        var bill = await payee.Payee.WhenAsync(invoice.Terms.PaymentHash, view => view.IsPaid, world.Token);
        Assert.Equal(Amount, bill.Received);

        payer = await world.StartPayerAsync();
        var view = await payer.Payer.WhenAsync(payment, view => view.IsOver, world.Token);
        Assert.Equal((PaymentStage.Done, 2, 1), (view.Stage, view.PartsSettled, view.HashesPaid));
        Assert.Equal(invoice.Terms.PaymentHash, PaymentHash.Of(payer.Payer.Proofs(payment).Single().Value));
        string[] steps =
        [
            ClientStepNames.PaymentPlanned, ClientStepNames.HoldRequested, ClientStepNames.HoldAccepted, ClientStepNames.PartSent, ClientStepNames.PartSent,
            ClientStepNames.PaymentPendingSent, ClientStepNames.PaymentPendingAccepted, ClientStepNames.GoneOffline, ClientStepNames.PartSettled,
            ClientStepNames.PartSettled, ClientStepNames.PaymentDone,
        ];
        Assert.Equal(steps, world.PayerSteps.Select(step => step.Name).Where(steps.Contains));
        string[] payeeSteps =
        [
            ClientStepNames.InvoiceMade, ClientStepNames.GoneOffline, ClientStepNames.PaymentPendingReceived, ClientStepNames.PartArrived,
            ClientStepNames.PartArrived, ClientStepNames.PaymentClaimed,
        ];
        Assert.Equal(payeeSteps, world.PayeeSteps.Select(step => step.Name).Where(payeeSteps.Contains));
        Assert.Contains(world.PayeeSteps, step => step.Name == ClientStepNames.PaymentReadySent);
    }
}
