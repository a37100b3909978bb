using LightningRod.Client.Invoices;
using LightningRod.Client.Payments;
using LightningRod.Client.Steps;
using LightningRod.Client.Tests.Harness;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Tests;

/// <summary>Payer and payee killed at every write and after every step, and begun again from what they stored.</summary>
public sealed class KillTests
{
    private static readonly Msat Amount = Msat.FromSatoshis(50_000);

    public static IEnumerable<TheoryDataRow<string>> PayerSteps() =>
    [
        new(ClientStepNames.RelayConnected), new(ClientStepNames.PaymentPlanned), new(ClientStepNames.HoldRequested),
            new(ClientStepNames.HoldAccepted),
        new(ClientStepNames.PartSent), new(ClientStepNames.PaymentPendingSent), new(ClientStepNames.PaymentPendingAccepted),
        new(ClientStepNames.PaymentReadyReceived), new(ClientStepNames.PartSettled), new(ClientStepNames.PaymentDone),
    ];

    public static IEnumerable<TheoryDataRow<string>> PayeeSteps() =>
    [
        new(ClientStepNames.RelayConnected), new(ClientStepNames.PaymentPendingReceived), new(ClientStepNames.PaymentReadySent),
        new(ClientStepNames.PartArrived), new(ClientStepNames.PaymentClaimed),
    ];

    [Theory, MemberData(nameof(PayerSteps))]
    public Task Payer_KilledAfterAStep_GoesOn(string step) => WithPayerKilled(new KillSwitch { AtStep = step });

    [Theory, MemberData(nameof(PayeeSteps))]
    public Task Payee_KilledAfterAStep_GoesOn(string step) => WithPayeeKilled(new KillSwitch { AtStep = step });

    [Theory, InlineData(false), InlineData(true)]
    public async Task Payer_KilledAtAnyWrite_GoesOn(bool afterWrite)
    {
        var write = 2;
        while (await WithPayerKilled(new KillSwitch { AtWrite = write, AfterWrite = afterWrite })) write++;
        // Accepted, two parts, told, waiting, two settled, done: each is a write of its own.
        Assert.True(write > 8, $"only {write} writes");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Payee_KilledAtAnyWrite_GoesOn(bool afterWrite)
    {
        var write = 1;
        while (await WithPayeeKilled(new KillSwitch { AtWrite = write, AfterWrite = afterWrite })) write++;
        // The answer, claiming, paid.
        Assert.True(write > 3, $"only {write} writes");
    }

    /// <returns>Whether the payer was killed before the payment was over.</returns>
    private static async Task<bool> WithPayerKilled(KillSwitch kill)
    {
        await using var world = new World();
        await using var payee = await world.StartPayeeAsync();
        var invoice = await payee.Payee.CreateInvoiceAsync(new InvoiceOrder(Amount, "coffee"), world.Token);
        var payer = await world.StartPayerAsync(kill);
        if (kill.AtStep == ClientStepNames.RelayConnected)
        {
            // Nothing was begun yet, so the user begins after the kill.
            await kill.Killed.WaitAsync(world.Token);
            await payer.DisposeAsync();
            payer = await world.StartPayerAsync();
        }

        var result = await payer.Payer.PayAsync(PaymentOrder.For(invoice) with { Parts = 2 }, world.Token);
        Assert.True(result.TryGet(out var payment, out var refusal), $"{refusal}");
        var killed = await FirstAsync(kill.Killed, payer.Payer.WhenAsync(payment, view => view.IsOver, world.Token));
        if (killed || kill.AtStep is not null)
        {
            await kill.Killed.WaitAsync(world.Token);
            await payer.DisposeAsync();
            payer = await world.StartPayerAsync();
        }

        var view = await payer.Payer.WhenAsync(payment, view => view.IsOver, world.Token);
        Assert.Equal((PaymentStage.Done, 2), (view.Stage, view.PartsSettled));
        Assert.Equal(2, world.PayerWallet.Sent.Count);
        await payee.Payee.WhenAsync(invoice.Terms.PaymentHash, bill => bill.IsPaid, world.Token);
        return killed;
    }

    /// <returns>Whether the payee was killed before it had claimed.</returns>
    private static async Task<bool> WithPayeeKilled(KillSwitch kill)
    {
        await using var world = new World();
        var asleep = await world.StartPayeeAsync();
        var invoice = await asleep.Payee.CreateInvoiceAsync(new InvoiceOrder(Amount, "coffee"), world.Token);
        await asleep.DisposeAsync();
        await using var payer = await world.StartPayerAsync();
        var payment = await world.PayAsync(payer, PaymentOrder.For(invoice) with { Parts = 2 });
        var payee = await world.StartPayeeAsync(kill);
        var killed = await FirstAsync(kill.Killed, payee.Payee.WhenAsync(invoice.Terms.PaymentHash, view => view.IsPaid, world.Token));
        if (killed || kill.AtStep is not null)
        {
            await kill.Killed.WaitAsync(world.Token);
            await payee.DisposeAsync();
            payee = await world.StartPayeeAsync();
        }

        var bill = await payee.Payee.WhenAsync(invoice.Terms.PaymentHash, view => view.IsPaid, world.Token);
        Assert.Equal(Amount, bill.Received);
        Assert.Equal(PaymentStage.Done, (await payer.Payer.WhenAsync(payment, view => view.IsOver, world.Token)).Stage);
        Assert.Empty(world.PayeeWallet.Failures);
        Assert.Empty(world.PayeeWallet.Arrived);
        return killed;
    }

    private static async Task<bool> FirstAsync(Task first, Task second) => await Task.WhenAny(first, second) == first;
}
