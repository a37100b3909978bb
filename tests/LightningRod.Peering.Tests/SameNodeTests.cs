using LightningRod.Peering.Dialing;
using LightningRod.Peering.Tests.Harness;
using LightningRod.Wire.Messages;

namespace LightningRod.Peering.Tests;

public sealed class SameNodeTests
{
    [Fact]
    public async Task DialAsync_OwnKey_IsRefusedWithoutAConnection()
    {
        await using var node = new TestNode();
        var failure = await node.DialInVainAsync(node);
        Assert.Equal((DialFailureCode.NoSession, CloseCode.SameNode), (failure.Code, failure.Reason!.Value.Code));
        Assert.Equal(0, node.Node.HandshakesInProgress);
        Assert.Empty(node.Handler.Calls);
    }

    [Fact]
    public async Task Accept_OwnKey_IsRefusedAndToldWhy()
    {
        await using var node = new TestNode();
        using var copy = await RawPeer.ConnectAsync(node.EndPoint);
        await copy.InitiateAsync(node.Key.PublicKey, node.Key);
        Assert.True(await copy.ReceiveAllAsync() is [Warning]);
        await Waiting.Until(() => node.Metrics["lsp.peer.handshakes{direction=in,outcome=same_node}"] == 1);
        Assert.Equal(0, node.Node.Sessions.Count);
        Assert.Empty(node.Handler.Calls);
    }
}
