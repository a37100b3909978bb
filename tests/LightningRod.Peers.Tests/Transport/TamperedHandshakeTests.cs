using System.Net;
using LightningRod.Peers.Tests.Driver;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Transport;

namespace LightningRod.Peers.Tests.Transport;

/// <summary>One byte of the acts or of init changed on the way: whoever gets it refuses, and no connection comes about.</summary>
public sealed class TamperedHandshakeTests(LdkPeer ldk) : IClassFixture<LdkPeer>
{
    private const int Tag = 16;
    private const int Head = sizeof(ushort) + Tag;
    private const int InitOfListener = NoiseAct.TwoSize;
    private const int InitOfCaller = NoiseAct.OneSize + NoiseAct.ThreeSize;

    public static TheoryData<int, Tampering, WireRule> ActTwoAndInit() => new()
    {
        { 0, Tampering.FlipLowestBit, WireRule.UnknownVersion },
        { 1, Tampering.FlipLowestBit, WireRule.BadCiphertext },
        { 1, Tampering.FlipHighestBit, WireRule.NotAPoint },
        { 34, Tampering.FlipLowestBit, WireRule.BadCiphertext },
        { NoiseAct.TwoSize - 1, Tampering.FlipHighestBit, WireRule.BadCiphertext },
        { 40, Tampering.Insert, WireRule.BadCiphertext },
        { 40, Tampering.Cut, WireRule.UnexpectedEnd },
        { InitOfListener, Tampering.FlipHighestBit, WireRule.BadCiphertext },
        { InitOfListener + Head - 1, Tampering.FlipLowestBit, WireRule.BadCiphertext },
        { InitOfListener + Head, Tampering.FlipLowestBit, WireRule.BadCiphertext },
        { InitOfListener + Head + 5, Tampering.Insert, WireRule.BadCiphertext },
        { InitOfListener + Head + 5, Tampering.Cut, WireRule.UnexpectedEnd },
    };

    [Theory, MemberData(nameof(ActTwoAndInit))]
    public async Task Dial_LdksBytesChanged_WireRefuses(int offset, Tampering tampering, WireRule rule)
    {
        var node = await ldk.Node(1);
        using var own = PrivateKey.Generate();
        await using var proxy = new TamperingProxy(await ldk.Listen(node), Side.Listener, tampering, offset);
        var dialled = await WireConnection.Dial(proxy.Port, own, node.Key);
        Assert.Equal(rule, dialled.TryGet(out var connection, out var error) ? await RuleOfInit(connection) : error.Rule);
        connection?.Dispose();
        await ldk.Stop(node);
    }

    public static TheoryData<int, Tampering, WireRule> ActOneThreeAndInit() => new()
    {
        { 0, Tampering.FlipLowestBit, WireRule.UnknownVersion },
        { 1, Tampering.FlipLowestBit, WireRule.BadCiphertext },
        { 1, Tampering.FlipHighestBit, WireRule.NotAPoint },
        { 34, Tampering.FlipLowestBit, WireRule.BadCiphertext },
        { NoiseAct.OneSize - 1, Tampering.FlipHighestBit, WireRule.BadCiphertext },
        { 40, Tampering.Insert, WireRule.BadCiphertext },
        { 40, Tampering.Cut, WireRule.UnexpectedEnd },
        { NoiseAct.OneSize, Tampering.FlipLowestBit, WireRule.UnknownVersion },
        { NoiseAct.OneSize + 1, Tampering.FlipLowestBit, WireRule.BadCiphertext },
        { NoiseAct.OneSize + 49, Tampering.FlipLowestBit, WireRule.BadCiphertext },
        { NoiseAct.OneSize + 50, Tampering.FlipLowestBit, WireRule.BadCiphertext },
        { InitOfCaller - 1, Tampering.FlipHighestBit, WireRule.BadCiphertext },
        { NoiseAct.OneSize + 30, Tampering.Drop, WireRule.BadCiphertext },
        { InitOfCaller - 1, Tampering.Cut, WireRule.UnexpectedEnd },
        { InitOfCaller, Tampering.FlipHighestBit, WireRule.BadCiphertext },
        { InitOfCaller + Head + 2, Tampering.FlipLowestBit, WireRule.BadCiphertext },
        { InitOfCaller + Head, Tampering.Insert, WireRule.BadCiphertext },
    };

    [Theory, MemberData(nameof(ActOneThreeAndInit))]
    public async Task Accept_LdksBytesChanged_WireRefuses(int offset, Tampering tampering, WireRule rule)
    {
        var node = await ldk.Node(2);
        using var own = PrivateKey.Generate();
        using var listener = WireConnection.Listen();
        await using var proxy = new TamperingProxy(((IPEndPoint)listener.LocalEndpoint).Port, Side.Caller, tampering, offset);
        var dialling = LdkPeer.Refusal(ldk.Dial(node, proxy.Port, own.PublicKey));
        var accepted = await WireConnection.Accept(listener, own);
        Assert.Equal(rule, accepted.TryGet(out var connection, out var error) ? await RuleOfInit(connection) : error.Rule);
        connection?.Dispose();
        Assert.Equal("the connection closed before the handshake and init were done", await dialling);
    }

    [Theory]
    [InlineData(0, Tampering.FlipLowestBit)]
    [InlineData(1, Tampering.FlipLowestBit)]
    [InlineData(1, Tampering.FlipHighestBit)]
    [InlineData(34, Tampering.FlipLowestBit)]
    [InlineData(40, Tampering.Insert)]
    [InlineData(NoiseAct.OneSize, Tampering.FlipLowestBit)]
    [InlineData(NoiseAct.OneSize + 1, Tampering.FlipLowestBit)]
    [InlineData(NoiseAct.OneSize + 49, Tampering.FlipLowestBit)]
    [InlineData(NoiseAct.OneSize + 50, Tampering.FlipLowestBit)]
    [InlineData(InitOfCaller - 1, Tampering.FlipHighestBit)]
    [InlineData(NoiseAct.OneSize + 30, Tampering.Drop)]
    [InlineData(InitOfCaller, Tampering.FlipHighestBit)]
    [InlineData(InitOfCaller + Head - 1, Tampering.FlipLowestBit)]
    [InlineData(InitOfCaller + Head + 2, Tampering.FlipLowestBit)]
    [InlineData(InitOfCaller + Head, Tampering.Insert)]
    public async Task Dial_WiresBytesChanged_LdkRefuses(int offset, Tampering tampering)
    {
        var node = await ldk.Node(3);
        using var own = PrivateKey.Generate();
        await using var proxy = new TamperingProxy(await ldk.Listen(node), Side.Caller, tampering, offset);
        var dialled = await WireConnection.Dial(proxy.Port, own, node.Key);
        Assert.Equal(offset >= NoiseAct.OneSize, dialled.TryGet(out var connection, out var error));
        if (connection is null)
        {
            Assert.Equal(WireRule.UnexpectedEnd, error.Rule);
        }
        else
        {
            await connection.Send(WireConnection.OwnInit);
            await connection.UntilClosed();
            connection.Dispose();
        }

        Assert.Empty(await ldk.Peers(node));
        await ldk.Stop(node);
    }

    [Theory]
    [InlineData(0, Tampering.FlipLowestBit)]
    [InlineData(1, Tampering.FlipHighestBit)]
    [InlineData(34, Tampering.FlipLowestBit)]
    [InlineData(NoiseAct.TwoSize - 1, Tampering.FlipLowestBit)]
    [InlineData(40, Tampering.Insert)]
    [InlineData(InitOfListener, Tampering.FlipHighestBit)]
    [InlineData(InitOfListener + Head - 1, Tampering.FlipLowestBit)]
    [InlineData(InitOfListener + Head + 2, Tampering.FlipLowestBit)]
    [InlineData(InitOfListener + Head, Tampering.Insert)]
    public async Task Accept_WiresBytesChanged_LdkRefuses(int offset, Tampering tampering)
    {
        var node = await ldk.Node(4);
        using var own = PrivateKey.Generate();
        using var listener = WireConnection.Listen();
        await using var proxy = new TamperingProxy(((IPEndPoint)listener.LocalEndpoint).Port, Side.Listener, tampering, offset);
        var dialling = LdkPeer.Refusal(ldk.Dial(node, proxy.Port, own.PublicKey));
        var accepted = await WireConnection.Accept(listener, own);
        Assert.Equal(offset >= NoiseAct.TwoSize, accepted.TryGet(out var connection, out var error));
        if (connection is null)
        {
            Assert.Equal(WireRule.UnexpectedEnd, error.Rule);
        }
        else
        {
            await connection.Send(WireConnection.OwnInit);
            await connection.UntilClosed();
            connection.Dispose();
        }

        Assert.Equal("the connection closed before the handshake and init were done", await dialling);
    }

    [Fact]
    public async Task Dial_AnotherNodesKey_LdkClosesWithoutAWord()
    {
        var nodes = await ldk.Nodes(5, 6);
        using var own = PrivateKey.Generate();
        var dialled = await WireConnection.Dial(await ldk.Listen(nodes[0]), own, nodes[1].Key);
        Assert.Equal(WireRule.UnexpectedEnd, dialled.Error.Rule);
        Assert.Empty(await ldk.Peers(nodes[0]));
    }

    [Fact]
    public async Task Accept_LdkWantsAnotherNodesKey_WireRefuses()
    {
        var nodes = await ldk.Nodes(7, 8);
        using var own = PrivateKey.Generate();
        using var listener = WireConnection.Listen();
        var dialling = LdkPeer.Refusal(ldk.Dial(nodes[0], ((IPEndPoint)listener.LocalEndpoint).Port, nodes[1].Key));
        Assert.Equal(WireRule.BadCiphertext, (await WireConnection.Accept(listener, own)).Error.Rule);
        Assert.Equal("the connection closed before the handshake and init were done", await dialling);
    }

    /// <summary>What becomes of LDK's init after a handshake that went well. Wire says none, so that LDK never counts it as a peer.</summary>
    private static async Task<WireRule> RuleOfInit(WireConnection connection) =>
        await connection.Receive() is { } message ? message.Error.Rule : WireRule.UnexpectedEnd;
}
