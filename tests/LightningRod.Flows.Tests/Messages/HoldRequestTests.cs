using LightningRod.Actors.HeldPayment;
using LightningRod.Flows.Steps;
using LightningRod.Flows.Tests.Messages.Support;
using LightningRod.TestKit.Carriers;
using LightningRod.TestKit.Journals;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Rod;

namespace LightningRod.Flows.Tests.Messages;

public sealed class HoldRequestTests : IAsyncLifetime
{
    private readonly PaymentId _pid = PaymentId.Random();
    private readonly PaymentHash _hash = new(Bytes32.Random());
    private MessageWorld _world = null!;
    private Wallet _payer = null!;
    private MemorySession _session = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await MessageWorld.StartAsync();
        _payer = _world.Client("payer");
        _session = _world.Relay.Connect(_payer.Id);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Request_OfAClient_IsDurableAndAcknowledgedOverItsReplyPath()
    {
        var ack = await AskAsync(_payer.Ask(_pid, _hash));
        Assert.Equal(new HoldTerms(new(MessageWorld.Height + 144), HoldLimits.Default.ReturnDelta), ack.Accepted);
        Assert.Equal(_pid.Hash(), ack.PaymentIdHash);
        Assert.Equal("requested", (await _world.HoldAsync(_payer, _pid))!.State);
        Assert.Equal(1, _world.Steps.Count(StepNames.HoldAccepted));
    }

    [Fact]
    public async Task Request_WithAReplyPathOverTheRelay_IsAnsweredToo() =>
        Assert.NotNull((await AskAsync(_payer.Ask(_pid, _hash), _payer.PathOverRelay())).Accepted);

    [Fact]
    public async Task Request_OverTheSessionOfAStranger_CountsForTheClientThatSigned()
    {
        var stranger = _world.Relay.Connect(_world.Wallet("stranger").Id);
        await stranger.SendAsync(_payer.ToRelay(_payer.Ask(_pid, _hash), _payer.PathHere())).Soon();
        Assert.NotNull((await _payer.AckAsync(_session)).Accepted);
    }

    [Fact]
    public async Task Request_Repeated_GetsTheSameAnswer()
    {
        var request = _payer.Ask(_pid, _hash);
        var first = await AskAsync(request);
        _world.Host.Heights.Raise(MessageWorld.Height + 3);
        Assert.Equal(first, await AskAsync(request));
        await _world.RestartAsync();
        _session = _world.Relay.Connect(_payer.Id);
        Assert.Equal(first, await AskAsync(request, _payer.PathOverRelay()));
    }

    [Fact]
    public async Task Request_RepeatedAfterItWasCancelled_IsNotCalledAccepted()
    {
        await AskAsync(_payer.Ask(_pid, _hash));
        await AskAsync(new HoldCancel(_pid.Hash()).SignedBy(_payer.Key, _payer.Relay));
        Assert.Equal(HoldErrorCode.PaymentIdTaken, (await AskAsync(_payer.Ask(_pid, _hash))).Refused!.Code);
    }

    [Fact]
    public async Task Request_SignedByAnother_IsRefusedAndChangesNothing()
    {
        var forged = _payer.Ask(_pid, _hash) with { Client = _world.Wallet("mallory").Ask(_pid, _hash).Client! with { ClientNodeId = _payer.Id } };
        await RefusedAsync(forged, HoldErrorCode.BadSignature);
    }

    [Fact]
    public async Task Request_SignedForAnotherRelay_IsRefused() =>
        await RefusedAsync(
            (_payer.Ask(_pid, _hash) with { Client = null }).SignedBy(_payer.Key, _world.Wallet("other").Id),
            HoldErrorCode.BadSignature);

    [Fact]
    public async Task Request_WithoutASignature_IsRefused() =>
        await RefusedAsync(_payer.Ask(_pid, _hash) with { Client = null }, HoldErrorCode.BadSignature);

    [Fact]
    public async Task Request_OfNoClient_IsRefused()
    {
        var stranger = _world.Wallet("stranger");
        var session = _world.Relay.Connect(stranger.Id);
        await session.SendAsync(stranger.ToRelay(stranger.Ask(_pid, _hash), stranger.PathHere())).Soon();
        Assert.Equal(HoldErrorCode.UnknownClient, (await stranger.AckAsync(session)).Refused!.Code);
        await session.SendAsync(stranger.ToRelay(new HoldCancel(_pid.Hash()).SignedBy(stranger.Key, stranger.Relay), stranger.PathHere())).Soon();
        Assert.Equal(HoldErrorCode.UnknownClient, (await stranger.AckAsync(session)).Refused!.Code);
        Assert.Null(await _world.HoldAsync(stranger, _pid));
    }

    [Fact]
    public async Task Cancel_OfASuspendedClient_IsObeyedAndItsRequestsAreRefused()
    {
        await AskAsync(_payer.Ask(_pid, _hash));
        _world.Clients.Suspend(_payer.Id);
        Assert.Equal(HoldErrorCode.UnknownClient, (await AskAsync(_payer.Ask(_pid, _hash))).Refused!.Code);
        Assert.True((await AskAsync(new HoldCancel(_pid.Hash()).SignedBy(_payer.Key, _payer.Relay))).Cancelled);
    }

    [Fact]
    public async Task Request_OfAClientWithoutAChannel_IsRefused()
    {
        _payer = _world.Client("payer", client => client with { Nodes = [] });
        await RefusedAsync(_payer.Ask(_pid, _hash), HoldErrorCode.UnknownClient);
    }

    [Fact]
    public async Task Request_ForAHashOfAnotherHold_IsRefused()
    {
        await AskAsync(_payer.Ask(PaymentId.Random(), _hash));
        await RefusedAsync(_payer.Ask(_pid, new PaymentHash(Bytes32.Random()), _hash), HoldErrorCode.HashTaken);
    }

    [Theory]
    [InlineData(2017, HoldErrorCode.ExpiryTooFar)]
    [InlineData(5, HoldErrorCode.ExpiryPassed)]
    [InlineData(-1, HoldErrorCode.ExpiryPassed)]
    public async Task Request_WithAnExpiryOutOfBounds_IsRefused(int blocks, ushort code) =>
        await RefusedAsync(Signed(_payer.Ask(_pid, _hash) with { ExpiryHeight = new((uint)(MessageWorld.Height + blocks)) }), code);

    [Fact]
    public async Task Request_WithTooManyHashes_IsRefused() =>
        await RefusedAsync(_payer.Ask(_pid, Hashes(HoldLimits.Default.MaxHashes + 1)), HoldErrorCode.TooManyHashes);

    [Fact]
    public async Task Request_WithMoreHashesThanAListHas_IsMalformed()
    {
        var record = _payer.Ask(_pid, _hash).ToRecord();
        var records = TlvStream.Parse(record.Value).Value.Where(one => one.Type != HoldRequestTlv.PaymentHashes);
        var tooMany = ByteString.Own(Hashes(PaymentHashList.MaxCount + 1).SelectMany(hash => hash.Value.Span.ToArray()).ToArray());
        var stream = TlvStream.Of([.. records, new(HoldRequestTlv.PaymentHashes, tooMany)]);
        var refused = (await AskAsync(new TlvRecord(record.Type, ByteString.Own(stream.ToArray())))).Refused!;
        Assert.Equal((HoldErrorCode.Malformed, "more than 128 payment hashes"), (refused.Code, refused.Text));
        Assert.Null(await _world.HoldAsync(_payer, _pid));
    }

    [Fact]
    public async Task Request_WhoseHoldCanNotBeRead_IsDropped()
    {
        var content = new TlvRecord(OnionMessageTlv.HoldRequest, ByteString.CopyOf("no stream"u8));
        await _session.SendAsync(_payer.ToRelay(new OnionMessagePayload { Contents = TlvStream.Of(content), ReplyPath = _payer.PathHere() })).Soon();
        Assert.Equal(1, _world.Steps.Count(StepNames.MessageDropped, "malformed"));
        Assert.Equal(0, await _world.MailOfAsync(_payer.Id));
    }

    [Fact]
    public async Task Request_WithoutAReplyPath_IsDroppedAndChangesNothing()
    {
        await _session.SendAsync(_payer.ToRelay(_payer.Ask(_pid, _hash), null)).Soon();
        Assert.Equal(1, _world.Steps.Count(StepNames.MessageDropped, "no_reply_path"));
        Assert.Null(await _world.HoldAsync(_payer, _pid));
    }

    [Fact]
    public async Task Request_AboveWhatOtherHoldsLeave_IsRefused()
    {
        _world.Client("payer", client => client with { Holds = client.Holds with { MaxAmount = Msat.FromSatoshis(1500) } });
        await AskAsync(_payer.Ask(PaymentId.Random(), new PaymentHash(Bytes32.Random())));
        await RefusedAsync(_payer.Ask(_pid, _hash), HoldErrorCode.AmountTooLarge);
        Assert.NotNull((await AskAsync(Signed(_payer.Ask(_pid, _hash) with { MaxAmount = Msat.FromSatoshis(500) }))).Accepted);
    }

    [Fact]
    public async Task Request_BeyondTheNumberOfHolds_IsRefusedUntilOneIsOver()
    {
        _world.Client("payer", client => client with { Holds = client.Holds with { HoldsLeft = 2 } });
        var first = PaymentId.Random();
        await AskAsync(_payer.Ask(first, new PaymentHash(Bytes32.Random())));
        await AskAsync(_payer.Ask(PaymentId.Random(), new PaymentHash(Bytes32.Random())));
        await RefusedAsync(_payer.Ask(_pid, _hash), HoldErrorCode.LimitReached);
        await AskAsync(new HoldCancel(first.Hash()).SignedBy(_payer.Key, _payer.Relay));
        Assert.NotNull((await AskAsync(_payer.Ask(_pid, _hash))).Accepted);
    }

    [Fact]
    public async Task Requests_OfOneClientAtOnce_DoNotExceedItsLimitTogether()
    {
        _world.Client("payer", client => client with { Holds = client.Holds with { HoldsLeft = 3 } });
        var sessions = Enumerable.Range(0, 12).Select(i => _world.Relay.Connect(_world.Wallet($"{i}").Id)).ToList();
        await Task.WhenAll(sessions.Select(session =>
            session.SendAsync(_payer.ToRelay(_payer.Ask(PaymentId.Random(), new PaymentHash(Bytes32.Random())), _payer.PathHere())))).Soon();
        var acks = new List<HoldAck>();
        while (acks.Count < sessions.Count) acks.Add(await _payer.AckAsync(_session));
        Assert.Equal(3, acks.Count(ack => ack.Accepted is not null));
        Assert.Equal(9, acks.Count(ack => ack.Refused?.Code == HoldErrorCode.LimitReached));
    }

    [Fact]
    public async Task Request_WhileTheStorageRefuses_IsAnsweredBusyOnceItWorks()
    {
        var payment = HeldPaymentActor.KindName;
        _world.Journal.FaultOf = (_, batch) => batch.Any(append => append.Actor.Kind == payment) ? AppendFault.Refused : AppendFault.None;
        var sent = _session.SendAsync(_payer.ToRelay(_payer.Ask(_pid, _hash), _payer.PathHere()));
        var ack = _payer.AckAsync(_session);
        await Waiting.UntilAsync(() => ack.IsCompleted, () => _world.Time.Advance(TimeSpan.FromSeconds(1)));
        Assert.Equal(HoldErrorCode.Busy, (await ack).Refused!.Code);
        await sent.Soon();
        Assert.Null(await _world.HoldAsync(_payer, _pid));
    }

    [Fact]
    public async Task Cancel_OfAHoldThatWaits_IsObeyedAndRepeated()
    {
        await AskAsync(_payer.Ask(_pid, _hash));
        var cancel = new HoldCancel(_pid.Hash()).SignedBy(_payer.Key, _payer.Relay);
        Assert.True((await AskAsync(cancel)).Cancelled);
        Assert.True((await AskAsync(cancel)).Cancelled);
        Assert.Equal("cancelled", (await _world.HoldAsync(_payer, _pid))!.State);
    }

    [Fact]
    public async Task Cancel_OfNoHoldOrAnothersOrForged_IsRefused()
    {
        var other = _world.Client("other");
        await AskAsync(_payer.Ask(_pid, _hash));
        var foreign = new HoldCancel(_pid.Hash()).SignedBy(other.Key, other.Relay);
        Assert.Equal(HoldErrorCode.UnknownHold, (await AskAsync(foreign)).Refused!.Code);
        var forged = foreign with { Client = foreign.Client! with { ClientNodeId = _payer.Id } };
        Assert.Equal(HoldErrorCode.BadSignature, (await AskAsync(forged)).Refused!.Code);
        var unsigned = new TlvRecord(OnionMessageTlv.HoldCancel, ByteString.Own(new HoldCancel(_pid.Hash()).ToArray()));
        Assert.Equal(HoldErrorCode.BadSignature, (await AskAsync(unsigned)).Refused!.Code);
        Assert.Equal("requested", (await _world.HoldAsync(_payer, _pid))!.State);
    }

    private static PaymentHash[] Hashes(int count) => [.. Enumerable.Range(0, count).Select(_ => new PaymentHash(Bytes32.Random()))];

    private HoldRequest Signed(HoldRequest request) => (request with { Client = null }).SignedBy(_payer.Key, _payer.Relay);

    private Task<HoldAck> AskAsync(RodMessage request, BlindedPath? replyPath = null) => AskAsync(request.ToRecord(), replyPath);

    private async Task<HoldAck> AskAsync(TlvRecord content, BlindedPath? replyPath = null)
    {
        var payload = new OnionMessagePayload { Contents = TlvStream.Of(content), ReplyPath = replyPath ?? _payer.PathHere() };
        await _session.SendAsync(_payer.ToRelay(payload)).Soon();
        return await _payer.AckAsync(_session);
    }

    private async Task RefusedAsync(HoldRequest request, ushort code)
    {
        Assert.Equal(code, (await AskAsync(request)).Refused!.Code);
        Assert.Null(await _world.HoldAsync(_payer, _pid));
        Assert.True(_world.Steps.Count(StepNames.HoldAccepted) <= 2);
    }
}
