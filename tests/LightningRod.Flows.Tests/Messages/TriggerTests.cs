using LightningRod.Actors.HeldPayment;
using LightningRod.Flows.Steps;
using LightningRod.Flows.Tests.Messages.Support;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Rod;

namespace LightningRod.Flows.Tests.Messages;

public sealed class TriggerTests : IAsyncLifetime
{
    private const string Ready = "I am ready";

    private readonly PaymentId _pid = PaymentId.Random();
    private MessageWorld _world = null!;
    private Wallet _payer = null!;
    private Wallet _payee = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await MessageWorld.StartAsync();
        (_payer, _payee) = (_world.Client("payer"), _world.Wallet("payee"));
        await _world.AskAsync(
            HeldPaymentActor.IdOf(_payer.Id, _pid.Hash()),
            new RequestHold(PaymentHashList.Of(new PaymentHash(Bytes32.Random())), new(MessageWorld.Height + 144), new(1000), HoldLimits.Default));
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Trigger_ShownOnTheWayToThePayer_OpensTheHoldAndTheMessageIsKept()
    {
        await ShowAsync(_pid);
        Assert.Equal("armed", await StateAsync());
        Assert.Equal(1, _world.Steps.Count(StepNames.TriggerObeyed));
        await PayerHearsAsync(1);
    }

    [Fact]
    public async Task Trigger_Repeated_ChangesNothingMoreAndIsPassedOnEachTime()
    {
        await ShowAsync(_pid);
        await ShowAsync(_pid);
        Assert.Equal(1, _world.Steps.Count(StepNames.TriggerIgnored, "repeated"));
        await PayerHearsAsync(2);
    }

    [Fact]
    public async Task Trigger_WithTheWrongPaymentId_ChangesNothingAndIsPassedOn()
    {
        await ShowAsync(PaymentId.Random());
        Assert.Equal("requested", await StateAsync());
        Assert.Equal(1, _world.Steps.Count(StepNames.TriggerIgnored, "unknown_hold"));
        await PayerHearsAsync(1);
    }

    [Fact]
    public async Task Trigger_AfterTheExpiryHeight_ComesTooLateAndIsPassedOn()
    {
        _world.Host.Heights.Raise(MessageWorld.Height + 145);
        await ShowAsync(_pid);
        Assert.Equal("expired", await StateAsync());
        Assert.Equal(1, _world.Steps.Count(StepNames.TriggerIgnored, "too_late"));
        await PayerHearsAsync(1);
    }

    [Fact]
    public async Task Trigger_ForAnotherClient_OpensNothing()
    {
        var other = _world.Client("other");
        await SendAsync(other.PathOverRelay(data => data with { PaymentUnblock = new(_pid, null) }));
        Assert.Equal("requested", await StateAsync());
        Assert.Null(await _world.HoldAsync(other, _pid));
    }

    [Fact]
    public async Task Trigger_ForASuspendedClient_OpensItsHold()
    {
        _world.Clients.Suspend(_payer.Id);
        await ShowAsync(_pid);
        Assert.Equal("armed", await StateAsync());
    }

    [Fact]
    public async Task Trigger_ForNoClient_ReachesNoActor()
    {
        var stranger = _world.Wallet("stranger");
        await SendAsync(stranger.PathOverRelay(data => data with { PaymentUnblock = new(_pid, null) }));
        Assert.Equal("requested", await StateAsync());
        Assert.Equal(0, _world.Steps.Count(StepNames.TriggerIgnored));
        Assert.Equal(1, _world.Steps.Count(StepNames.MessageDropped, "next_node_away"));
    }

    [Fact]
    public async Task Trigger_WithThePayerInIt_EndsHere()
    {
        await SendAsync(Wallet.Path((_world.RelayKey.PublicKey, new EncryptedData { PaymentUnblock = new(_pid, _payer.Id) })));
        Assert.Equal("armed", await StateAsync());
        Assert.Equal(0, await _world.MailOfAsync(_payer.Id));
        Assert.Equal(0, _world.Steps.Count(StepNames.MessageDropped));
    }

    [Fact]
    public async Task Trigger_OfThirtyTwoBytesAtTheLastHop_IsIgnored()
    {
        await SendAsync(Wallet.Path((_world.RelayKey.PublicKey, new EncryptedData { PaymentUnblock = new(_pid, null) })));
        Assert.Equal("requested", await StateAsync());
        Assert.Equal(1, _world.Steps.Count(StepNames.MessageDropped, "not_for_us"));
    }

    [Fact]
    public async Task Trigger_InASecondLayerForTheRelay_OpensTheHold()
    {
        var relay = _world.RelayKey.PublicKey;
        await SendAsync(Wallet.Path(
            (relay, new EncryptedData { NextNodeId = _world.RelayId }),
            (relay, new EncryptedData { NextNodeId = _payer.Id, PaymentUnblock = new(_pid, null) }),
            (_payer.Key.PublicKey, new EncryptedData())));
        Assert.Equal("armed", await StateAsync());
        await PayerHearsAsync(1);
    }

    [Fact]
    public async Task Trigger_ReportedByAChannelNodeWhoseLinkIsDown_OpensTheHold()
    {
        // [channel node -> relay -> payer]; the node peeled its layer and could not reach the relay.
        var ready = Wallet.Say(_payer.PathOverRelay(data => data with { PaymentUnblock = new(_pid, null) }), Ready);
        _world.Node.Tell(new Ports.Messages.OnionMessageUndeliverable(_payee.Id, ready, ready, _world.RelayId, null));
        await _world.Steps.SeeAsync(StepNames.TriggerObeyed);
        await _world.Steps.SeeAsync(StepNames.MessageKept);
        await PayerHearsAsync(1);
    }

    [Fact]
    public async Task Steps_OfATrigger_DoNotTellThePaymentId()
    {
        await ShowAsync(_pid);
        Assert.DoesNotContain(_world.Steps.All, step => $"{step}".Contains($"{_pid.Value}", StringComparison.Ordinal));
    }

    private Task ShowAsync(PaymentId pid) => SendAsync(_payer.PathOverRelay(data => data with { PaymentUnblock = new(pid, null) }));

    private Task SendAsync(BlindedPath path)
    {
        OnionMessage message = Wallet.Say(path, Ready);
        return _world.Relay.Connect(_payee.Id).SendAsync(message).Soon();
    }

    private async Task<string> StateAsync() => (await _world.HoldAsync(_payer, _pid))!.State;

    private async Task PayerHearsAsync(int messages)
    {
        var session = _world.Relay.Connect(_payer.Id);
        for (var i = 0; i < messages; i++) Assert.Equal(Ready, await _payer.HearAsync(session));
    }
}
