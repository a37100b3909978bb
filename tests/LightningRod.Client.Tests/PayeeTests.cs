using LightningRod.Client.Invoices;
using LightningRod.Client.Messages;
using LightningRod.Client.Steps;
using LightningRod.Client.Tests.Harness;
using LightningRod.Wire.Bolt11;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Client.Tests;

/// <summary>What a payee answers, and which HTLCs it takes.</summary>
public sealed class PayeeTests : IAsyncDisposable
{
    private readonly World _world = new();

    [Fact]
    public async Task PaymentPending_ForHashesThatAreNotToBePaid_IsNotAnswered()
    {
        var payee = await _world.StartPayeeAsync();
        var paid = await InvoiceAsync(payee);
        _world.SendHtlc(paid, "paid", Asked, Asked);
        await payee.Payee.WhenAsync(paid.Terms.PaymentHash, view => view.IsPaid, _world.Token);
        var bill = await payee.Payee.CreateBillAsync([new InvoiceOrder(Asked, "a"), new InvoiceOrder(Asked, "b")], _world.Token);
        await payee.DisposeAsync();
        // Time goes on while it sleeps.
        var clock = new ShiftedTime();
        _world.Time = clock;
        payee = await _world.StartPayeeAsync();
        var expired = await payee.Payee.CreateInvoiceAsync(new InvoiceOrder(Asked, "old") { Life = TimeSpan.FromMinutes(10) }, _world.Token);
        clock.Shift = TimeSpan.FromHours(1);
        var open = await InvoiceAsync(payee);
        Assert.True(payee.Payee.Find(expired.Terms.PaymentHash)!.IsExpired);

        SendPending([new PaymentHash(Bytes32.Random())]);
        SendPending([paid.Terms.PaymentHash]);
        SendPending([expired.Terms.PaymentHash]);
        SendPending([bill[0].Terms.PaymentHash]);
        SendPending([open.Terms.PaymentHash], WithoutWayBack);
        // What comes is handled in order, so the last one's answer tells that all were seen.
        SendPending([new PaymentHash(Bytes32.Random()), paid.Terms.PaymentHash, open.Terms.PaymentHash]);
        await _world.Until(() => _world.PayeeSteps.Any(step => step.Name == ClientStepNames.PaymentReadySent));
        Assert.Equal([open.Terms.PaymentHash], Received);
        Assert.Single(await _world.PayeeStore.ListAsync("answer", _world.Token));
    }

    [Fact]
    public async Task PaymentPending_ManyWaysBackForOneHash_OnlyTheNewestAreAnswered()
    {
        await using var payee = await _world.StartPayeeAsync();
        var invoice = await InvoiceAsync(payee);
        for (var i = 0; i < 5; i++) SendPending([invoice.Terms.PaymentHash]);
        await _world.Until(() => Received.Count >= 5);
        // Mail can come twice, so one may just be taking another's place.
        while ((await _world.PayeeStore.ListAsync("answer", _world.Token)).Count is var count && count != 2) Assert.Equal(1, count);
    }

    [Fact]
    public async Task PaymentPending_WhileNoChannelIsActive_IsAnsweredLater()
    {
        _world.PayeeWallet.CanReceive = false;
        await using var payee = await _world.StartPayeeAsync();
        var invoice = await InvoiceAsync(payee);
        SendPending([invoice.Terms.PaymentHash]);
        await _world.Until(() => Received.Count == 1);
        Assert.DoesNotContain(_world.PayeeSteps, step => step.Name == ClientStepNames.PaymentReadySent);
        _world.PayeeWallet.CanReceive = true;
        await _world.Until(() => _world.PayeeSteps.Count(step => step.Name == ClientStepNames.PaymentReadySent) >= 2);
    }

    [Fact]
    public async Task Parts_ThatStayIncomplete_AreNotClaimedButFailed()
    {
        _world.Options = _world.Options with { PartsTimeout = TimeSpan.FromMilliseconds(400) };
        await using var payee = await _world.StartPayeeAsync();
        var invoice = await InvoiceAsync(payee);
        _world.SendHtlc(invoice, "one", new Msat(Asked.Value / 2), Asked);
        await _world.Until(() => _world.PayeeWallet.Failures.Count == 1);
        Assert.Equal(FailureCode.MppTimeout, _world.PayeeWallet.Failures[0].Failure.Message.Code);
        Assert.Equal(BillState.Open, payee.Payee.Find(invoice.Terms.PaymentHash)!.State);
    }

    [Fact]
    public async Task Bill_WithoutTheHtlcsOfOneHash_IsNotClaimed()
    {
        _world.Options = _world.Options with { PartsTimeout = TimeSpan.FromMilliseconds(600) };
        await using var payee = await _world.StartPayeeAsync();
        var bill = await payee.Payee.CreateBillAsync([new InvoiceOrder(Asked, "a"), new InvoiceOrder(Asked, "b"), new InvoiceOrder(Asked, "c")],
            _world.Token);
        _world.SendHtlc(bill[0], "a", Asked, Asked);
        _world.SendHtlc(bill[2], "c", Asked, Asked);
        await _world.Until(() => _world.PayeeWallet.Failures.Count == 2);
        Assert.Equal(BillState.Open, payee.Payee.Find(bill[0].Terms.PaymentHash)!.State);
        Assert.DoesNotContain(_world.PayeeSteps, step => step.Name == ClientStepNames.PaymentClaimed);
    }

    [Fact]
    public async Task Bill_WhoseLastHashComesAfterAKill_IsClaimedAsOne()
    {
        var payee = await _world.StartPayeeAsync();
        var bill = await payee.Payee.CreateBillAsync([new InvoiceOrder(Asked, "a"), new InvoiceOrder(Asked, "b")], _world.Token);
        _world.SendHtlc(bill[0], "a", Asked, Asked);
        await _world.Until(() => _world.PayeeSteps.Any(step => step.Name == ClientStepNames.PartArrived));
        await payee.DisposeAsync();
        _world.SendHtlc(bill[1], "b", Asked, Asked);
        await using var awake = await _world.StartPayeeAsync();
        var view = await awake.Payee.WhenAsync(bill[1].Terms.PaymentHash, view => view.IsPaid, _world.Token);
        Assert.Equal(new Msat(2 * Asked.Value), view.Received);
    }

    [Theory]
    [InlineData(19_999_999, 19_999_999, 200, false, FailureCode.IncorrectOrUnknownPaymentDetails)]
    [InlineData(20_000_000, 60_000_000, 200, false, FailureCode.IncorrectOrUnknownPaymentDetails)]
    [InlineData(20_000_000, 20_000_000, 17, false, FailureCode.IncorrectOrUnknownPaymentDetails)]
    [InlineData(20_000_000, 20_000_000, 200, true, FailureCode.IncorrectOrUnknownPaymentDetails)]
    public async Task Htlc_ThatDoesNotPayTheInvoice_IsFailed(ulong amount, ulong total, uint blocks, bool wrongSecret, ushort code)
    {
        await using var payee = await _world.StartPayeeAsync();
        var invoice = await InvoiceAsync(payee);
        _world.SendHtlc(invoice, "bad", new Msat(amount), new Msat(total), blocks, wrongSecret ? new PaymentSecret(Bytes32.Random()) : null);
        await _world.Until(() => _world.PayeeWallet.Failures.Count == 1);
        var (htlc, failure) = _world.PayeeWallet.Failures[0];
        Assert.Equal(code, failure.Message.Code);
        Assert.Equal(12, failure.Message.Data.Length);
        Assert.IsType<Wallet.PartStatus.Failed>(htlc.Status);
        Assert.Equal(BillState.Open, payee.Payee.Find(invoice.Terms.PaymentHash)!.State);
    }

    [Fact]
    public async Task Htlc_ForAPaidInvoice_IsFailed_AndForAForeignHashLeftAlone()
    {
        await using var payee = await _world.StartPayeeAsync();
        var invoice = await InvoiceAsync(payee);
        _world.SendHtlc(Orders.Invoice(_world), "foreign", Asked, Asked);
        _world.SendHtlc(invoice, "first", Asked, Asked);
        await payee.Payee.WhenAsync(invoice.Terms.PaymentHash, view => view.IsPaid, _world.Token);
        _world.SendHtlc(invoice, "second", Asked, Asked);
        await _world.Until(() => _world.PayeeWallet.Failures.Count == 1);
        Assert.Equal("second", _world.PayeeWallet.Failures[0].Htlc.Part.Reference);
        Assert.Equal("foreign", Assert.Single(_world.PayeeWallet.Arrived).Part.Reference);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private static Msat Asked => new(20_000_000);

    private static Func<BlindedPath, BlindedPath?> WithoutWayBack => _ => null;

    private List<PaymentHash> Received =>
        [.. _world.PayeeSteps.Where(step => step.Name == ClientStepNames.PaymentPendingReceived).Select(step => step.Hash!.Value)];

    private Task<Bolt11Invoice> InvoiceAsync(RodClient payee) => payee.Payee.CreateInvoiceAsync(new InvoiceOrder(Asked, "coffee"), _world.Token);

    /// <summary>As a stranger sends it: the way back leads to nobody's hold.</summary>
    private void SendPending(PaymentHash[] hashes, Func<BlindedPath, BlindedPath?>? change = null)
    {
        var wayBack = RodPaths.WayBack(_world.RelayA.Key, _world.PayerKey, PaymentId.Random(), Bytes32.Random());
        var pending = new PaymentPending(PaymentHashList.Of(hashes)) { IntroductionAddresses = [_world.RelayA.Address] };
        _world.SendToPayee(pending.ToRecord(), change is null ? wayBack : change(wayBack));
    }
}
