using LightningRod.Flows.Steps;
using LightningRod.Flows.Tests.Messages.Support;
using LightningRod.Ports.Messages;
using LightningRod.TestKit.Carriers;
using LightningRod.TestKit.Journals;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Rod;

namespace LightningRod.Flows.Tests.Messages;

/// <summary>What is dropped, and that it is counted and changes nothing.</summary>
public sealed class MessageInTests : IAsyncLifetime
{
    private MessageWorld _world = null!;
    private Wallet _client = null!;
    private MemorySession _stranger = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await MessageWorld.StartAsync(world => world.Options = new() { MaxInWorkPerNode = 4 });
        _client = _world.Client("client");
        _stranger = _world.Relay.Connect(_world.Wallet("stranger").Id);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Message_BuiltForAnotherRelay_IsDropped() =>
        await DroppedAsync(Wallet.Say(new Wallet("client", _world.Wallet("other relay").Key.PublicKey).PathOverRelay(), "x"), "malformed");

    [Fact]
    public async Task Message_OfNoise_IsDropped() =>
        await DroppedAsync(new OnionMessage(_client.Key.PublicKey, ByteString.Own(new byte[1366])), "malformed");

    [Fact]
    public async Task Message_WhoseLastPayloadBreaksARule_IsDropped() =>
        await DroppedAsync(
            _client.ToRelay(new OnionMessagePayload { Unknown = TlvStream.Of(new TlvRecord(6, ByteString.CopyOf("even"u8))) }), "malformed");

    [Fact]
    public async Task Message_WithContentOfNobody_IsDropped()
    {
        await DroppedAsync(_client.ToRelay(new OnionMessagePayload()), "not_for_us");
        var ready = new PaymentReady(PaymentHashList.Of(new PaymentHash(Bytes32.Random())));
        await DroppedAsync(_client.ToRelay(ready, _client.PathHere()), "not_for_us");
    }

    [Fact]
    public async Task Message_WhoseNextNodeIsToldByAChannel_IsDropped() =>
        await DroppedAsync(
            Wallet.Say(
                Wallet.Path(
                    (_world.RelayKey.PublicKey, new EncryptedData { ShortChannelId = new(1) }), (_client.Key.PublicKey, new EncryptedData())),
                "x"),
            "next_node_unknown");

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public async Task Message_WithLayersForTheRelay_IsOpenedUpToTheBound(int layers, bool isOpened)
    {
        var relay = _world.RelayKey.PublicKey;
        var hops = Enumerable.Repeat((relay, new EncryptedData { NextNodeId = _world.RelayId }), layers - 1)
            .Append((relay, new EncryptedData { NextNodeId = _client.Id })).Append((_client.Key.PublicKey, new EncryptedData()));
        var message = Wallet.Say(Wallet.Path([.. hops]), "deep");
        if (isOpened)
        {
            await _stranger.SendAsync(message).Soon();
            Assert.Equal("deep", await _client.HearAsync(_world.Relay.Connect(_client.Id)));
        }
        else
        {
            await DroppedAsync(message, "too_many_layers");
        }
    }

    [Fact]
    public async Task Flood_ForOneClient_IsDroppedAndOthersAreServed()
    {
        var patient = _world.Client("patient");
        var friend = _world.Relay.Connect(_world.Client("friend").Id);
        var blocked = 0;
        _world.Journal.FaultOf = (_, _) => Interlocked.Exchange(ref blocked, 1) == 0 ? AppendFault.Refused : AppendFault.None;

        // The first is refused by the storage and waits for its next try; those behind it wait for their turn.
        var sent = Enumerable.Range(0, 10).Select(i => _stranger.SendAsync(Wallet.Say(_client.PathOverRelay(), $"{i}"))).ToList();
        await _world.Steps.SeeAsync(StepNames.MessageDropped, "flood", times: 6);
        await _stranger.SendAsync(Wallet.Say(patient.PathOverRelay(), "served")).Soon();
        Assert.Equal(1, await _world.MailOfAsync(patient.Id));
        sent.Add(friend.SendAsync(Wallet.Say(_client.PathOverRelay(), "of a client")));
        await Waiting.UntilAsync(() => sent.TrueForAll(one => one.IsCompleted), () => _world.Time.Advance(TimeSpan.FromSeconds(1)));
        Assert.Equal((5, 6), (await _world.MailOfAsync(_client.Id), _world.Steps.Count(StepNames.MessageDropped)));
        Assert.False(friend.Ended.IsCompleted);
    }

    [Fact]
    public async Task Flood_OfAClient_EndsItsSessionSinceNothingIsLostSilently()
    {
        var blocked = 0;
        _world.Journal.FaultOf = (_, _) => Interlocked.Exchange(ref blocked, 1) == 0 ? AppendFault.Refused : AppendFault.None;
        var friend = _world.Relay.Connect(_world.Client("friend").Id);
        var sent = Enumerable.Range(0, 5).Select(i => friend.SendAsync(Wallet.Say(_client.PathOverRelay(), $"{i}"))).ToList();
        Assert.NotNull(await friend.Ended.Soon());
        await Waiting.UntilAsync(() => sent.TrueForAll(one => one.IsCompleted), () => _world.Time.Advance(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task Request_ThatEndedAtAChannelNode_CountsByItsSignature()
    {
        var payload = new OnionMessagePayload
        {
            Contents = TlvStream.Of(_client.Ask(PaymentId.Random(), new PaymentHash(Bytes32.Random())).ToRecord()),
            ReplyPath = _client.PathHere(),
        };
        var session = _world.Relay.Connect(_client.Id);
        _world.Node.Tell(new OnionMessageOpened(payload, null));
        Assert.NotNull((await _client.AckAsync(session)).Accepted);
    }

    [Fact]
    public async Task Message_ThatAChannelNodePeeledForAClient_IsKeptAsMail()
    {
        var ready = Wallet.Say(_client.PathHere(), "peeled");
        _world.Node.Tell(new OnionMessageUndeliverable(_stranger.Peer, ready, ready, _client.Id, null));
        await _world.Steps.SeeAsync(StepNames.MessageKept);
        Assert.Equal("peeled", await _client.HearAsync(_world.Relay.Connect(_client.Id)));
    }

    [Fact]
    public async Task Message_ThatAChannelNodeShowsUnopened_IsDropped()
    {
        var taken = new TaskCompletionSource();
        _world.Node.Tell(new OnionMessageReceived(_stranger.Peer, null, Wallet.Say(_client.PathOverRelay(), "x")) { Taken = taken.SetResult });
        await taken.Task.Soon();
        Assert.Equal(1, _world.Steps.Count(StepNames.MessageDropped, "not_supported"));
        _world.Node.Tell(new OnionMessageUndeliverable(_stranger.Peer, Wallet.Say(_client.PathHere(), "x"), null, null, new(1)));
        await _world.Steps.SeeAsync(StepNames.MessageDropped, "next_node_unknown");
        _world.Node.Tell(new OnionMessageUndeliverable(_stranger.Peer, Wallet.Say(_client.PathHere(), "x"), null, _world.Wallet("nobody").Id, null));
        await _world.Steps.SeeAsync(StepNames.MessageDropped, "next_node_away");
    }

    private async Task DroppedAsync(OnionMessage message, string why)
    {
        var (before, appends) = (_world.Steps.Count(StepNames.MessageDropped, why), _world.Journal.Appends);
        await _stranger.SendAsync(message).Soon();
        Assert.Equal(before + 1, _world.Steps.Count(StepNames.MessageDropped, why));
        Assert.Equal(appends, _world.Journal.Appends);
    }
}
