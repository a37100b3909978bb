using LightningRod.Client.Invoices;
using LightningRod.Client.Messages;
using LightningRod.Client.Payments;
using LightningRod.Client.Steps;
using LightningRod.Client.Tests.Harness;
using LightningRod.Wire.Bolt11;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Client.Tests;

/// <summary>What a payer makes of its relay's answers, and how it gives up.</summary>
public sealed class HoldTests : IAsyncDisposable
{
    private readonly World _world = new();

    [Fact]
    public async Task HoldAck_OverAPathOfAnotherRequest_IsIgnored()
    {
        _world.Holds.Answers = (request, path) => _world.Holds.Requests == 1
            ? [(_world.Holds.Accept(request), RodPaths.ToWallet(_world.PayerKey, Bytes32.Random())),
                (_world.Holds.Accept(request), RodPaths.FromRelay(_world.RelayA.Key, [_world.PayerKey], []))]
            : [(_world.Holds.Accept(request), path)];
        await using var payer = await _world.StartPayerAsync();
        var payment = await PayAsync(payer);
        Assert.Equal(PaymentStage.Waiting, payer.Payer.Find(payment)!.Stage);
        // Had one of the forged answers counted, nobody would have asked again.
        Assert.True(_world.Holds.Requests > 1);
        Assert.Single(_world.PayerSteps, step => step.Name == ClientStepNames.HoldAccepted);
    }

    [Fact]
    public async Task HoldAck_OfAnotherHold_IsIgnored()
    {
        _world.Holds.Answers = (request, path) => _world.Holds.Requests == 1
            ? [(HoldAck.Accept(Bytes32.Random(), new HoldTerms(request.ExpiryHeight, 288)), path)]
            : [(_world.Holds.Accept(request), path)];
        await using var payer = await _world.StartPayerAsync();
        await PayAsync(payer);
        Assert.True(_world.Holds.Requests > 1);
    }

    [Fact]
    public async Task HoldAck_Refused_SendsNothing()
    {
        _world.Holds.Answers = (request, path) => [(HoldAck.Refuse(request.PaymentIdHash, new HoldRefusal(HoldErrorCode.LimitReached, "no")), path)];
        await using var payer = await _world.StartPayerAsync();
        var view = payer.Payer.Find(await PayAsync(payer))!;
        Assert.Equal((PaymentStage.Failed, "the hold was refused: limit_reached"), (view.Stage, view.Failure));
        Assert.Empty(_world.PayerWallet.Sent);
        // The invoice can be tried again.
        _world.Holds.Answers = null;
        Assert.Equal(PaymentStage.Waiting, payer.Payer.Find(await PayAsync(payer))!.Stage);
    }

    [Fact]
    public async Task HoldAck_Busy_IsAskedAgain()
    {
        _world.Holds.Answers = (request, path) =>
            [(_world.Holds.Requests < 3 ? HoldAck.Refuse(request.PaymentIdHash, new HoldRefusal(HoldErrorCode.Busy))
                : _world.Holds.Accept(request), path)];
        await using var payer = await _world.StartPayerAsync();
        Assert.Equal(PaymentStage.Waiting, payer.Payer.Find(await PayAsync(payer))!.Stage);
        Assert.Equal(3, _world.Holds.Requests);
    }

    [Theory]
    [InlineData(1, 288)]
    [InlineData(0, 1300)]
    [InlineData(-990, 288)]
    public async Task HoldAck_TermsThatCannotBeLiked_CancelTheHold(int later, uint returnDelta)
    {
        _world.Holds.Answers = (request, path) =>
            [(HoldAck.Accept(request.PaymentIdHash, new HoldTerms(new((uint)(request.ExpiryHeight.Value + later)), returnDelta)), path)];
        await using var payer = await _world.StartPayerAsync();
        var payment = await PayAsync(payer);
        var view = await payer.Payer.WhenAsync(payment, view => view.IsOver, _world.Token);
        Assert.Equal(PaymentStage.Failed, view.Stage);
        Assert.Empty(_world.PayerWallet.Sent);
        Assert.Contains(_world.PayerSteps, step => step.Name == ClientStepNames.HoldCancelled);
    }

    [Fact]
    public async Task Cancel_WhileThePayeeSleeps_BringsThePartsBack()
    {
        await using var payer = await _world.StartPayerAsync();
        var payment = await PayAsync(payer, parts: 3);
        Assert.True(await payer.Payer.CancelAsync(payment, _world.Token));
        var view = await payer.Payer.WhenAsync(payment, view => view.IsOver, _world.Token);
        Assert.Equal((PaymentStage.Failed, 3, "cancelled by the user"), (view.Stage, view.PartsFailed, view.Failure));
        Assert.False(await payer.Payer.CancelAsync(payment, _world.Token));
    }

    [Fact]
    public async Task Cancel_AfterThePayeeWasQuicker_EndsPaid()
    {
        await using var payee = await _world.StartPayeeAsync();
        var invoice = await payee.Payee.CreateInvoiceAsync(new InvoiceOrder(new Msat(5_000_000), "coffee"), _world.Token);
        _world.PayeeWallet.CanReceive = false;
        await using var payer = await _world.StartPayerAsync();
        var payment = await _world.PayAsync(payer, PaymentOrder.For(invoice));
        // The trigger opens the hold before the cancel gets there.
        _world.Holds.Trigger(_world.PayerId, _world.Pid(payment));
        await payer.Payer.CancelAsync(payment, _world.Token);
        Assert.Equal(PaymentStage.Done, (await payer.Payer.WhenAsync(payment, view => view.IsOver, _world.Token)).Stage);
    }

    [Fact]
    public async Task Pay_WalletRefusesTheSecondPart_CancelsAndGetsTheFirstBack()
    {
        (_world.PayerWallet.RefuseToSend, _world.PayerWallet.RefuseAfter) = ("not enough balance", 1);
        await using var payer = await _world.StartPayerAsync();
        var payment = await PayAsync(payer, parts: 3);
        var view = await payer.Payer.WhenAsync(payment, view => view.IsOver, _world.Token);
        Assert.Equal((PaymentStage.Failed, 3), (view.Stage, view.PartsFailed));
        Assert.Contains("not enough balance", view.Failure, StringComparison.Ordinal);
        Assert.Single(_world.PayerWallet.Sent);
        Assert.DoesNotContain(_world.PayerSteps, step => step.Name == ClientStepNames.PaymentPendingSent);
    }

    [Fact]
    public async Task Pay_RelayGoneWhileThePayeeIsTold_TellsAgain()
    {
        await using var payer = await _world.StartPayerAsync();
        var payment = await PayAsync(payer);
        Assert.True(_world.RelayA.CutOff(_world.PayerId));
        Assert.True(await payer.Payer.TellAgainAsync(payment, _world.Token));
        await payer.Payer.WhenAsync(payment, view => view.Stage == PaymentStage.Waiting, _world.Token);
        Assert.False(await payer.Payer.ForgetAsync(payment, _world.Token));
    }

    [Fact]
    public async Task PaymentReady_OverTheWayBack_IsToldAndProvesNothing()
    {
        await using var payer = await _world.StartPayerAsync();
        var payment = await PayAsync(payer);
        var ready = new PaymentReady(PaymentHashList.Of(payer.Payer.Find(payment)!.Hashes));
        _world.SendToPayer(ready.ToRecord(), Bytes32.Random());
        _world.SendToPayer(ready.ToRecord(), null);
        _world.SendToPayer(ready.ToRecord(), _world.PathIds(payment).Ready);
        await _world.Until(() => _world.PayerSteps.Any(step => step.Name == ClientStepNames.PaymentReadyReceived));
        Assert.Single(_world.PayerSteps, step => step.Name == ClientStepNames.PaymentReadyReceived);
        Assert.Equal(PaymentStage.Waiting, payer.Payer.Find(payment)!.Stage);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private async Task<Bytes32> PayAsync(RodClient payer, int parts = 1)
    {
        var payment = await payer.Payer.PayAsync(PaymentOrder.For(Orders.Invoice(_world)) with { Parts = parts }, _world.Token);
        Assert.True(payment.TryGet(out var id, out var refusal), $"{refusal}");
        await payer.Payer.WhenAsync(id, view => view.Stage is PaymentStage.Waiting or PaymentStage.Cancelling or PaymentStage.Returning
            || view.IsOver, _world.Token);
        return id;
    }
}
