using LightningRod.Actors.Mailbox;
using LightningRod.Flows.Messages;
using LightningRod.Flows.Steps;
using LightningRod.Flows.Tests.Messages.Support;
using LightningRod.Ports.Messages;
using LightningRod.TestKit.Carriers;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Onion;

namespace LightningRod.Flows.Tests.Messages;

/// <summary>Messages for other relays: kept and dialled for clients, passed on or dropped for strangers.</summary>
public sealed class LinkTests : IAsyncLifetime
{
    private static readonly NetworkAddress Address = NetworkAddress.Parse("lsp.example:9735").Value;

    private MessageWorld _world = null!;
    private Wallet _other = null!;
    private MemorySession _client = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await MessageWorld.StartAsync(world => world.Options = new() { Links = new() { MaxLinksPerClient = 2 } });
        _other = _world.Wallet("other relay");
        _client = _world.Relay.Connect(_world.Client("client").Id);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Message_OfAClientForAnUnknownRelay_IsKeptDialledAndDelivered()
    {
        var session = Reachable(_other);
        await _client.SendAsync(Say(_other, "hello", Address)).Soon();
        Assert.Equal("hello", await _other.HearAsync(await session.Soon()));
        Assert.Equal([Address], Assert.Single(_world.Relay.Dials).Addresses);
        await Waiting.UntilAsync(async () => await _world.MailOfAsync(_other.Id) == 0);
        Assert.Equal(0, _world.Steps.Count(StepNames.ClientWoken));
    }

    [Fact]
    public async Task Message_ForARelayThatDoesNotAnswer_IsKeptAndDialledAgain()
    {
        await _client.SendAsync(Say(_other, "hello", Address)).Soon();
        await Waiting.UntilAsync(() => _world.Relay.Dials.Count == 1);
        Assert.Equal(1, await _world.MailOfAsync(_other.Id));
        var session = Reachable(_other);
        await Waiting.UntilAsync(() => session.IsCompleted, () => _world.Time.Advance(TimeSpan.FromSeconds(10)));
        Assert.Equal("hello", await _other.HearAsync(await session));
    }

    [Fact]
    public async Task Message_ForARelay_OutlivesARestartAndIsDialledAfterIt()
    {
        await _client.SendAsync(Say(_other, "hello", Address)).Soon();
        await _world.RestartAsync();
        var session = Reachable(_other);
        await Waiting.UntilAsync(() => session.IsCompleted, () => _world.Time.Advance(TimeSpan.FromSeconds(10)));
        Assert.Equal("hello", await _other.HearAsync(await session));
        await Waiting.UntilAsync(async () => await _world.MailOfAsync(_other.Id) == 0);
    }

    [Fact]
    public async Task Message_ForARelayThatComesByItselfAfterARestart_IsDelivered()
    {
        _world.Relay.OnDial = static (_, _) => DialOutcome.Forbidden;
        await _client.SendAsync(Say(_other, "hello", Address)).Soon();
        await NoDevicesAsync();
        await _world.RestartAsync();
        Assert.Equal("hello", await _other.HearAsync(_world.Relay.Connect(_other.Id)));
    }

    [Fact]
    public async Task Message_ForARelayThatIsConnected_IsDeliveredWithoutADial()
    {
        var session = _world.Relay.Connect(_other.Id);
        await _client.SendAsync(Say(_other, "hello", Address)).Soon();
        Assert.Equal("hello", await _other.HearAsync(session));
        Assert.Empty(_world.Relay.Dials);
    }

    [Fact]
    public async Task Message_ForARelayOfTheOperators_GoesToItsAddressAlone()
    {
        var known = NetworkAddress.Parse("known.example:9735").Value;
        await _world.DisposeAsync();
        _world = await MessageWorld.StartAsync(world =>
            world.Options = new() { Links = new() { KnownPeers = new Dictionary<NodeId, ValueList<NetworkAddress>> { [_other.Id] = [known] } } });
        _client = _world.Relay.Connect(_world.Client("client").Id);
        await _client.SendAsync(Say(_other, "hello", Address)).Soon();
        await Waiting.UntilAsync(() => _world.Relay.Dials.Count == 1);
        Assert.Equal([known], _world.Relay.Dials[0].Addresses);
    }

    [Fact]
    public async Task Message_WhoseAddressesMayNotBeDialled_IsKeptAndTheAddressesForgotten()
    {
        _world.Relay.OnDial = static (_, _) => DialOutcome.Forbidden;
        await _client.SendAsync(Say(_other, "hello", Address)).Soon();
        await NoDevicesAsync();
        Assert.Equal(1, await _world.MailOfAsync(_other.Id));
    }

    [Fact]
    public async Task Message_OfAClientWithoutAddresses_IsDropped()
    {
        await _client.SendAsync(Say(_other, "hello")).Soon();
        Assert.Equal(1, _world.Steps.Count(StepNames.MessageDropped, "no_address"));
        Assert.Null(await _world.ViewAsync(MailboxActor.IdOf(_other.Id)));
    }

    [Fact]
    public async Task Messages_OfAClientForTooManyRelays_AreDropped()
    {
        for (var i = 0; i < 3; i++) await _client.SendAsync(Say(_world.Wallet($"relay {i}"), "hello", Address)).Soon();
        Assert.Equal(1, _world.Steps.Count(StepNames.MessageDropped, "too_many_links"));
        await _client.SendAsync(Say(_world.Wallet("relay 0"), "again", Address)).Soon();
        Assert.Equal(2, await _world.MailOfAsync(_world.Wallet("relay 0").Id));
        var second = _world.Relay.Connect(_world.Client("second client").Id);
        await second.SendAsync(Say(_world.Wallet("relay 2"), "hello", Address)).Soon();
        Assert.Equal(1, await _world.MailOfAsync(_world.Wallet("relay 2").Id));
    }

    [Fact]
    public async Task Message_OfAStrangerForAnUnknownNode_IsDroppedAndNothingIsStoredOrDialled()
    {
        var appends = _world.Journal.Appends;
        await _world.Relay.Connect(_world.Wallet("stranger").Id).SendAsync(Say(_other, "hello", Address)).Soon();
        Assert.Equal(1, _world.Steps.Count(StepNames.MessageDropped, "next_node_away"));
        Assert.Equal(appends, _world.Journal.Appends);
        Assert.Empty(_world.Relay.Dials);
    }

    [Fact]
    public async Task Message_OfAStrangerForANodeThatIsConnected_IsPassedOnAndNotKept()
    {
        var session = _world.Relay.Connect(_other.Id);
        await _world.Relay.Connect(_world.Wallet("stranger").Id).SendAsync(Say(_other, "hello")).Soon();
        Assert.Equal("hello", await _other.HearAsync(session));
        Assert.Null(await _world.ViewAsync(MailboxActor.IdOf(_other.Id)));
    }

    [Fact]
    public async Task Answer_ToAClientOverAnotherRelay_IsKeptAndDialled()
    {
        var payer = _world.Client("client");
        var session = Reachable(_other);
        var replyPath = Wallet.Path(
            (_world.RelayKey.PublicKey, new EncryptedData { NextNodeId = _other.Id, NextNodeAddresses = [Address] }),
            (_other.Key.PublicKey, new EncryptedData()));
        await _client.SendAsync(payer.ToRelay(payer.Ask(PaymentId.Random(), new PaymentHash(Bytes32.Random())), replyPath)).Soon();
        Assert.NotNull((await _other.AckAsync(await session.Soon())).Accepted);
    }

    [Fact]
    public async Task Answer_ToAStranger_DialsNobody()
    {
        var mallory = _world.Wallet("mallory");
        var replyPath = Wallet.Path(
            (_world.RelayKey.PublicKey, new EncryptedData { NextNodeId = _other.Id, NextNodeAddresses = [Address] }),
            (_other.Key.PublicKey, new EncryptedData()));
        var session = _world.Relay.Connect(mallory.Id);
        await session.SendAsync(mallory.ToRelay(mallory.Ask(PaymentId.Random(), new PaymentHash(Bytes32.Random())), replyPath)).Soon();
        Assert.Equal(1, _world.Steps.Count(StepNames.MessageDropped, "answer_lost"));
        Assert.Empty(_world.Relay.Dials);
        Assert.Null(await _world.ViewAsync(MailboxActor.IdOf(_other.Id)));
    }

    private OnionMessage Say(Wallet to, string text, params NetworkAddress[] addresses) =>
        Wallet.Say(to.PathOverRelay(data => data with { NextNodeAddresses = [.. addresses] }), text);

    /// <summary>From now on the node answers at its address.</summary>
    private Task<MemorySession> Reachable(Wallet node)
    {
        var reached = new TaskCompletionSource<MemorySession>(TaskCreationOptions.RunContinuationsAsynchronously);
        var relay = _world.Relay;
        relay.OnDial = (peer, _) =>
        {
            if (peer != node.Id) return DialOutcome.Unreachable;
            reached.TrySetResult(relay.Connect(peer));
            return DialOutcome.Connected;
        };
        return reached.Task;
    }

    /// <summary>Addresses that were tried and may not be dialled are forgotten.</summary>
    private Task NoDevicesAsync() => Waiting.UntilAsync(async () =>
        _world.Relay.Dials.Count > 0
        && await _world.ViewAsync(MailboxActor.IdOf(_other.Id)) is { } row
        && System.Text.Json.JsonElement.Parse(row.Details).GetProperty("devices").GetInt32() == 0);
}
