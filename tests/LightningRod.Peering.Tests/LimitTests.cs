using LightningRod.Peering.Limits;
using LightningRod.Peering.Tests.Harness;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;

namespace LightningRod.Peering.Tests;

public sealed class LimitTests
{
    private const string Dropped = "lsp.peer.messages.dropped{reason=rate}";

    [Fact]
    public async Task Receive_OnionMessagesOverTheLimit_AreDroppedAndCounted()
    {
        await using var node = Limited(new() { OnionMessages = Rates.Of(3) });
        var (peer, session) = await node.OpenRawAsync();
        for (var i = 0; i < 10; i++) await peer.SendAsync(Onion());
        await peer.PassAsync();
        Assert.Equal((3, 7), (node.Handler.MessageCount, node.Metrics[Dropped]));

        node.Time.Advance(TimeSpan.FromSeconds(2));
        for (var i = 0; i < 5; i++) await peer.SendAsync(Onion());
        await peer.PassAsync();
        Assert.Equal((5, 10), (node.Handler.MessageCount, node.Metrics[Dropped]));

        // At rest no more flows in than the burst.
        node.Time.Advance(TimeSpan.FromSeconds(20));
        for (var i = 0; i < 5; i++) await peer.SendAsync(Onion());
        await peer.PassAsync();
        Assert.Equal((8, 12), (node.Handler.MessageCount, node.Metrics[Dropped]));
        Assert.False(session.IsClosing);
    }

    [Fact]
    public async Task Receive_OnionBytesOverTheLimit_AreDroppedAndCounted()
    {
        await using var node = Limited(new() { OnionMessages = Rates.OfBytes(100_000) });
        var (peer, _) = await node.OpenRawAsync();
        for (var i = 0; i < 4; i++) await peer.SendAsync(Onion(40_000));
        await peer.PassAsync();
        Assert.Equal((2, 2), (node.Handler.MessageCount, node.Metrics[Dropped]));
    }

    [Fact]
    public async Task Receive_OnionMessagesFarOverTheLimit_CloseTheSession()
    {
        await using var node = Limited(new() { OnionMessages = Rates.Of(1), Drops = Rates.Of(5) });
        var (peer, _) = await node.OpenRawAsync();
        for (var i = 0; i < 7; i++) await peer.SendAsync(Onion());
        Assert.True(await peer.ReceiveAllAsync() is [Warning]);
        Assert.Equal(CloseCode.Flood, (await node.Handler.NextClosed()).Reason.Code);
    }

    public static TheoryData<string, PeerRates, PeerMessage> Floods() => new()
    {
        { "custom", new() { CustomMessages = Rates.Of(3) }, new UnknownMessage(40_001, ByteString.Empty) },
        { "custom bytes", new() { CustomMessages = Rates.OfBytes(200_000) }, new UnknownMessage(40_001, ByteString.Own(new byte[60_000])) },
        { "LSPS0", new() { CustomMessages = Rates.Of(3) }, new Lsps0Frame(ByteString.Empty) },
        { "pings", new() { Pings = Rates.Of(3) }, new Ping(0) },
        { "pings without pongs", new() { Pings = Rates.Of(3) }, new Ping(ushort.MaxValue) },
        { "bytes of pongs", new() { Pings = Rates.OfBytes(200_000) }, new Ping(60_000) },
        { "pongs", new() { Pings = Rates.Of(3) }, new Pong(0) },
        { "warnings", new() { Pings = Rates.Of(3) }, new Warning("w") },
        { "odd", new() { Ignored = Rates.Of(3) }, new UnknownMessage(7, ByteString.Empty) },
    };

    [Theory, MemberData(nameof(Floods))]
    public async Task Receive_MoreThanTheLimit_ClosesTheSession(string name, PeerRates rates, PeerMessage message)
    {
        await using var node = Limited(rates);
        using var peer = await RawPeer.OpenAsync(node);
        var session = await node.Handler.NextOpened();
        for (var i = 0; i < 3; i++) await peer.SendAsync(message);
        await Waiting.Until(() => Received(node) == 3);
        Assert.False(session.IsClosing);
        await peer.SendAsync(message);
        var reason = (await node.Handler.NextClosed()).Reason;
        Assert.True(reason.Code == CloseCode.Flood, $"{name}: {reason}");
        Assert.Equal(1, node.Metrics[Dropped]);

        static double Received(TestNode node) =>
            new[] { "custom", "ping", "pong", "notice", "ignored" }.Sum(family => node.Metrics[$"lsp.peer.messages.received{{family={family}}}"]);
    }

    [Fact]
    public async Task Receive_PongsThatWereAskedFor_AreFree()
    {
        await using var node = Limited(new() { Pings = Rates.Of(1) });
        var (peer, session) = await node.OpenRawAsync();
        for (ushort i = 0; i < 10; i++)
        {
            var ping = session.PingAsync(i, TestContext.Current.CancellationToken).AsTask();
            await peer.ReceiveAsync();
            await peer.SendAsync(new Pong(i));
            Assert.Equal(PingOutcome.Answered, await ping.Soon());
        }
    }

    [Fact]
    public async Task Open_AgainAfterUsingUpTheLimit_DoesNotRefillIt()
    {
        await using var node = Limited(new() { OnionMessages = Rates.Of(3) });
        using var key = PrivateKey.Generate();
        var (peer, session) = await node.OpenRawAsync(key);
        for (var i = 0; i < 3; i++) await peer.SendAsync(Onion());
        await peer.PassAsync();
        peer.Dispose();
        await session.Completion.Soon();

        // After the end of a session, and beside one that it replaces.
        for (var i = 0; i < 2; i++)
        {
            (peer, _) = await node.OpenRawAsync(key);
            await peer.SendAsync(Onion());
            await peer.PassAsync();
            Assert.Equal((3, i + 1), (node.Handler.MessageCount, node.Metrics[Dropped]));
        }

        // Another node has its own.
        (peer, _) = await node.OpenRawAsync();
        await peer.SendAsync(Onion());
        await peer.PassAsync();
        Assert.Equal(4, node.Handler.MessageCount);
    }

    [Fact]
    public async Task Open_NodeWithRatesOfItsOwn_HasThem()
    {
        using var key = PrivateKey.Generate();
        var link = new NodeId(key.PublicKey);
        await using var node = new TestNode(
            new() { Rates = Rates.Unlimited with { OnionMessages = Rates.Of(1) } }, services: s => s with { RatesOf = id => id == link ? Rates.Unlimited : null });
        var (peer, _) = await node.OpenRawAsync(key);
        for (var i = 0; i < 20; i++) await peer.SendAsync(Onion());
        await peer.PassAsync();
        Assert.Equal(20, node.Handler.MessageCount);
    }

    /// <summary>A node that limits what a test names, and nothing else.</summary>
    private static TestNode Limited(PeerRates rates)
    {
        var defaults = new PeerRates();
        return new(new()
        {
            Rates = new()
            {
                OnionMessages = rates.OnionMessages == defaults.OnionMessages ? Rates.Endless : rates.OnionMessages,
                Drops = rates.Drops == defaults.Drops ? Rates.Endless : rates.Drops,
                CustomMessages = rates.CustomMessages == defaults.CustomMessages ? Rates.Endless : rates.CustomMessages,
                Pings = rates.Pings == defaults.Pings ? Rates.Endless : rates.Pings,
                Ignored = rates.Ignored == defaults.Ignored ? Rates.Endless : rates.Ignored,
            },
        });
    }

    private static OnionMessage Onion(int length = 1366)
    {
        using var key = PrivateKey.Generate();
        return new(key.PublicKey, ByteString.Own(new byte[length]));
    }
}
