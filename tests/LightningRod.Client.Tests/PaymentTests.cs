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
            ClientStepNames.PaymentPlanned, ClientStepNames.HoldRequested, ClientStepNames.HoldAccepted, ClientStepNames.PartSent,
                ClientStepNames.PartSent,
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

    [Fact]
    public async Task Pay_LiteralForm_OpensTheHoldByThePayeesOwnPath()
    {
        await using var world = new World();
        await using var payee = await world.StartPayeeAsync();
        var invoice = await payee.Payee.CreateInvoiceAsync(new InvoiceOrder(Amount, "tea"), world.Token);
        await using var payer = await world.StartPayerAsync();
        var payment = await world.PayAsync(payer, PaymentOrder.For(invoice) with { Literal = true });
        Assert.Equal(PaymentStage.Done, (await payer.Payer.WhenAsync(payment, view => view.IsOver, world.Token)).Stage);
        Assert.DoesNotContain(world.PayerSteps, step => step.Name == ClientStepNames.PaymentReadyReceived);
    }

    [Fact]
    public async Task Pay_Offer_AsksTheSleepingPayeeForAnInvoiceFirst()
    {
        await using var world = new World();
        var payee = await world.StartPayeeAsync();
        var offer = await payee.Payee.CreateOfferAsync(new InvoiceOrder(Amount, "a book"), world.Token);
        await payee.DisposeAsync();
        await using var payer = await world.StartPayerAsync();
        Assert.True((await payer.Payer.PayAsync(PaymentOrder.For(offer) with { Parts = 2 }, world.Token)).TryGet(out var payment, out _));
        var asked = await payer.Payer.WhenAsync(payment, view => view.MayGoOffline, world.Token);
        Assert.Equal(PaymentStage.AskingInvoice, asked.Stage);

        // Relays of two LSPs that know each other's address.
        world.RelayB.Known[world.RelayA.Id] = world.RelayA.Address;
        await using var awake = await world.StartPayeeAsync();
        var view = await payer.Payer.WhenAsync(payment, view => view.IsOver, world.Token);
        Assert.Equal((PaymentStage.Done, 2, Amount), (view.Stage, view.PartsSettled, view.Amount));
        Assert.Equal(Amount, Assert.Single(awake.Payee.Bills).Received);
        Assert.Contains(world.PayeeSteps, step => step.Name == ClientStepNames.InvoiceSent);
    }

    [Fact]
    public async Task Pay_OfferWithoutAmount_TakesThePayersAndNothingElse()
    {
        await using var world = new World();
        world.RelayB.Known[world.RelayA.Id] = world.RelayA.Address;
        await using var payee = await world.StartPayeeAsync();
        var offer = await payee.Payee.CreateOfferAsync(new InvoiceOrder(null, "a gift"), world.Token);
        await using var payer = await world.StartPayerAsync();
        Assert.False((await payer.Payer.PayAsync(PaymentOrder.For(offer), world.Token)).TryGet(out _, out var refusal));
        Assert.Equal(PaymentRefusalCode.NoAmount, refusal.Code);
        var payment = await world.PayAsync(payer, PaymentOrder.For(offer, new Msat(777_000)));
        Assert.Equal(new Msat(777_000), (await payer.Payer.WhenAsync(payment, view => view.IsOver, world.Token)).Amount);
        Assert.Equal(new Msat(777_000), Assert.Single(payee.Payee.Bills).Received);
    }

    [Fact]
    public async Task Pay_BillOfThreeHashes_IsOneHoldAndPaidAsOne()
    {
        await using var world = new World();
        await using var payee = await world.StartPayeeAsync();
        var orders = Enumerable.Range(1, 3).Select(i => new InvoiceOrder(Msat.FromSatoshis((ulong)i * 1000), $"part {i}"));
        var invoices = await payee.Payee.CreateBillAsync([.. orders], world.Token);
        await using var payer = await world.StartPayerAsync();
        var payment = await world.PayAsync(payer, PaymentOrder.For([.. invoices]));
        var view = await payer.Payer.WhenAsync(payment, view => view.IsOver, world.Token);
        Assert.Equal((PaymentStage.Done, 3, Msat.FromSatoshis(6000)), (view.Stage, view.HashesPaid, view.Amount));
        Assert.Equal(Msat.FromSatoshis(6000), payee.Payee.Find(invoices[2].Terms.PaymentHash)!.Received);
        Assert.Equal(3, world.Holds.HeldParts.Count);
    }

    [Fact]
    public async Task Pay_EveryMessageThreeTimes_IsOnePayment()
    {
        await using var world = new World();
        (world.RelayA.Copies, world.RelayB.Copies) = (3, 3);
        await using var payee = await world.StartPayeeAsync();
        var invoice = await payee.Payee.CreateInvoiceAsync(new InvoiceOrder(Amount, "coffee"), world.Token);
        await using var payer = await world.StartPayerAsync();
        var payment = await world.PayAsync(payer, PaymentOrder.For(invoice));
        await payer.Payer.WhenAsync(payment, view => view.IsOver, world.Token);
        Assert.Single(world.PayerWallet.Sent);
        Assert.Single(world.PayerSteps, step => step.Name == ClientStepNames.HoldAccepted);
        Assert.Single(world.PayeeSteps, step => step.Name == ClientStepNames.PaymentPendingReceived);
        Assert.Single(world.PayeeSteps, step => step.Name == ClientStepNames.PaymentClaimed);
    }

    [Fact]
    public async Task Answer_ByDialling_ReachesThePayersRelayWithoutTheOwn()
    {
        await using var world = new World();
        world.Options = world.Options with { AnswerWay = AnswerWay.Dial };
        await using var payee = await world.StartPayeeAsync();
        var invoice = await payee.Payee.CreateInvoiceAsync(new InvoiceOrder(Amount, "coffee"), world.Token);
        await using var payer = await world.StartPayerAsync();
        var payment = await world.PayAsync(payer, PaymentOrder.For(invoice));
        Assert.Equal(PaymentStage.Done, (await payer.Payer.WhenAsync(payment, view => view.IsOver, world.Token)).Stage);
        Assert.DoesNotContain(world.RelayA.Id, world.RelayB.Forwarded);
        Assert.Contains(world.PayeeSteps, step => step is { Name: ClientStepNames.PaymentReadySent, Detail: "dialled" });
    }

    [Fact]
    public async Task Work_PayerWithABudget_EndsWhenOnlyOthersAreWaitedFor()
    {
        await using var world = new World();
        await using var payee = await world.StartPayeeAsync();
        var invoice = await payee.Payee.CreateInvoiceAsync(new InvoiceOrder(Amount, "coffee"), world.Token);
        await payee.DisposeAsync();
        await using var payer = await world.StartPayerAsync();
        Assert.True((await payer.Payer.PayAsync(PaymentOrder.For(invoice), world.Token)).TryGet(out _, out _));
        var agenda = await payer.WorkAsync(TimeSpan.FromSeconds(30), world.Token);
        Assert.Equal(new ClientAgenda(true, 0, 1, false), agenda);
        Assert.True(agenda.MayGoOffline);
    }

    [Fact]
    public async Task Work_RelayAway_TellsThatItWasNotReached()
    {
        await using var world = new World();
        await world.RelayA.DisposeAsync();
        await using var payer = await world.StartPayerAsync();
        var agenda = await payer.WorkAsync(TimeSpan.FromMilliseconds(300), world.Token);
        Assert.False(agenda.RelayReached);
        Assert.False(agenda.MayGoOffline);
    }
}
