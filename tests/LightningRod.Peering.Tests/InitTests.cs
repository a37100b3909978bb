using LightningRod.Peering.Tests.Harness;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Peering.Tests;

public sealed class InitTests
{
    [Fact]
    public async Task Accept_NoInit_IsClosedByTimeout()
    {
        await using var node = new TestNode();
        using var peer = await AfterHandshakeAsync(node);
        node.Time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(1, node.Node.HandshakesInProgress);
        node.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Null(await peer.ReceiveAsync());
        await Waiting.Until(() => node.Node.HandshakesInProgress == 0);
        Assert.Equal(1, node.Metrics["lsp.peer.handshakes{direction=in,outcome=init_timeout}"]);
        Assert.Empty(node.Handler.Calls);
    }

    [Fact]
    public async Task Accept_BytesOfAnInitOneByOne_IsClosedByTimeout()
    {
        await using var node = new TestNode();
        using var peer = await AfterHandshakeAsync(node);
        var frame = peer.Encrypt(new Init(Features.None).ToArray());
        for (var i = 0; i < 20; i++)
        {
            await peer.SendBytesAsync(frame.AsMemory(i, 1));
            node.Time.Advance(TimeSpan.FromSeconds(0.5));
        }

        Assert.Null(await peer.ReceiveAsync());
    }

    public static TheoryData<string, byte[], string> Refused() => new()
    {
        { "ping first", new Ping(0).ToArray(), "bad_init" },
        { "unknown odd type first", [0xff, 0xff], "bad_init" },
        { "malformed", [0, 16, 0], "bad_init" },
        { "no type", [0], "bad_init" },
        { "nothing", [], "bad_init" },
        { "error", new Warning("go away").ToArray(), "remote_error" },
        { "unknown feature", new Init(Features.Of(4000)).ToArray(), "unknown_required_feature" },
        { "unknown feature in globalfeatures", [0, 16, 0, 13, 64, .. new byte[12], 0, 0], "unknown_required_feature" },
        { "foreign chain", new Init(Features.None) { Networks = [ChainHash.Bitcoin] }.ToArray(), "foreign_chain" },
        { "no chain at all", new Init(Features.None) { Networks = [] }.ToArray(), "foreign_chain" },
        { "too long", new Init(Features.Of(40_001)).ToArray(), "bad_init" },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task Accept_InitThatIsNone_IsClosedWithAWarning(string name, byte[] message, string outcome)
    {
        await using var node = new TestNode();
        using var peer = await AfterHandshakeAsync(node);
        await peer.SendBytesAsync(peer.Encrypt(message));
        var said = await peer.ReceiveAllAsync();
        Assert.True(said is [Warning], name);
        await Waiting.Until(() => node.Node.HandshakesInProgress == 0);
        Assert.Equal(1, node.Metrics[$"lsp.peer.handshakes{{direction=in,outcome={outcome}}}"]);
        Assert.Empty(node.Handler.Calls);
    }

    public static TheoryData<string, Init> Accepted() => new()
    {
        { "nothing", new Init(Features.None) },
        { "known feature demanded", new Init(Features.Of(FeatureBit.StaticRemoteKey - 1, FeatureBit.VarOnion - 1)) },
        { "unknown feature offered", new Init(Features.Of(4001)) },
        { "one chain in common", new Init(Features.None) { Networks = [ChainHash.Bitcoin, ChainHash.Regtest] } },
        { "an address that nobody knows", new Init(Features.None) { RemoteAddress = ByteString.CopyOf([9, 9, 9]) } },
    };

    [Theory, MemberData(nameof(Accepted))]
    public async Task Accept_InitToLiveWith_OpensASession(string name, Init init)
    {
        await using var node = new TestNode();
        using var peer = await AfterHandshakeAsync(node);
        await peer.SendAsync(init);
        var session = await node.Handler.NextOpened();
        Assert.True(session.RemoteInit == init, name);
    }

    [Fact]
    public async Task Accept_AnyChain_WhenTheNodeNamesNone()
    {
        await using var node = new TestNode(protocol: p => p with { Init = new(Features.None) });
        using var peer = await AfterHandshakeAsync(node);
        await peer.SendAsync(new Init(Features.None) { Networks = [ChainHash.Bitcoin] });
        await node.Handler.NextOpened();
    }

    [Fact]
    public async Task Accept_FeatureThatTheNodeKnows_OpensASession()
    {
        await using var node = new TestNode(protocol: p => p with { KnownFeatures = [4001] });
        using var peer = await AfterHandshakeAsync(node);
        await peer.SendAsync(new Init(Features.Of(4000)));
        await node.Handler.NextOpened();
    }

    [Fact]
    public async Task DialAsync_ForeignChain_SaysSo()
    {
        await using TestNode alice = new(protocol: p => p with { Init = new(Features.None) { Networks = [ChainHash.Bitcoin] } }), bob = new();
        Assert.Equal(CloseCode.ForeignChain, (await alice.DialInVainAsync(bob)).Reason!.Value.Code);
    }

    /// <summary>A peer that has shaken hands and got the node's init.</summary>
    private static async Task<RawPeer> AfterHandshakeAsync(TestNode node)
    {
        var peer = await RawPeer.ConnectAsync(node.EndPoint);
        await peer.InitiateAsync(node.Key.PublicKey);
        var init = Assert.IsType<Init>(await peer.ReceiveAsync());
        // Loopback is no address to tell the peer (BOLT 1).
        Assert.Null(init.RemoteAddress);
        return peer;
    }
}
