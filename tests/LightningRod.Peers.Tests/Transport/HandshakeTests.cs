using System.Net;
using LightningRod.Peers.Tests.Driver;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Peers.Tests.Transport;

/// <summary>BOLT 8's handshake and BOLT 1's init between Wire and LDK, over sockets, in both roles.</summary>
public sealed class HandshakeTests(LdkPeer ldk) : IClassFixture<LdkPeer>
{
    [Fact]
    public async Task Dial_LdkListens_BothKnowEachOther()
    {
        var node = await ldk.Node(1);
        using var own = PrivateKey.Generate();
        using var connection = (await WireConnection.Dial(await ldk.Listen(node), own, node.Key)).Value;
        Assert.Equal(node.Key, connection.Remote);
        var init = await connection.ExchangeInit();
        Assert.True(init.Features.Has(FeatureBit.OnionMessages));
        Assert.Empty(init.Features.UnknownRequired([.. KnownFeatures]));
        Assert.Equal(new LdkConnected("connected", 1, own.PublicKey, true), await ldk.Connected(node));
        await AssertPeer(node, own.PublicKey, inbound: true);
    }

    [Fact]
    public async Task Accept_LdkDials_BothKnowEachOther()
    {
        var node = await ldk.Node(2);
        using var own = PrivateKey.Generate();
        using var listener = WireConnection.Listen();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var dialling = ldk.Dial(node, port, own.PublicKey);
        using var connection = (await WireConnection.Accept(listener, own)).Value;
        Assert.Equal(node.Key, connection.Remote);
        var init = await connection.ExchangeInit();
        Assert.True(init.Features.Has(FeatureBit.OnionMessages));
        await dialling;
        Assert.Equal(new LdkConnected("connected", 2, own.PublicKey, false), await ldk.Connected(node));
        await AssertPeer(node, own.PublicKey, inbound: false);
        Assert.True(init.Features.Has(FeatureBit.RouteBlinding));
    }

    private static IEnumerable<int> KnownFeatures =>
        WireNumbers.All.Where(row => row.Space == nameof(FeatureBit)).Select(row => (int)row.Number);

    private async Task AssertPeer(LdkNode node, PublicKey own, bool inbound)
    {
        var peer = Assert.Single(await ldk.Peers(node));
        Assert.Equal((own, inbound, true), (peer.NodeId, peer.Inbound, peer.OnionMessages));
        Assert.Equal(WireConnection.OwnInit.Features, Features.FromBytes(peer.Features));
    }
}
