using LightningRod.Peers.Tests.Driver;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using static LightningRod.Peers.Tests.Onion.WireOnions;

namespace LightningRod.Peers.Tests.Onion;

/// <summary>Routes on which both open layers.</summary>
public sealed class MixedRouteTests(LdkPeer ldk) : IClassFixture<LdkPeer>
{
    private static readonly ByteString Beef = Hex("beef");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WireOverLdkToWire_ArrivesWithPathIdAndReplyPath(bool large)
    {
        using var wire = PrivateKey.Generate();
        var value = Filled(large ? 20000 : 200);
        var forwarders = await ldk.Nodes(1, 2);
        var reply = Path([forwarders[1].Key, wire.PublicKey], new EncryptedData { PathId = Hex("aa") });
        var path = Path([forwarders[0].Key, forwarders[1].Key, wire.PublicKey], new EncryptedData { PathId = Beef }, null, 42);
        var first = await ldk.Forward(forwarders[0], Message(path, OnionMessageTlv.HoldRequest, value, reply));
        Assert.Equal(forwarders[1].Key, first.NextNodeId);
        var second = await ldk.Forward(forwarders[1], first.Message);
        Assert.Equal(42ul, second.NextScid);
        var layer = Peel(wire, second.Message);
        Assert.Equal(Beef, layer.PathId);
        Assert.Equal(reply, layer.Payload.Value.ReplyPath);
        Assert.Equal(new TlvRecord(OnionMessageTlv.HoldRequest, value), layer.Payload.Value.Content);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LdkOverWireToLdk_ArrivesWithContextAndReplyPath(bool large)
    {
        using var wire = PrivateKey.Generate();
        var value = Filled(large ? 20000 : 200);
        var nodes = await ldk.Nodes(1, 2, 3);
        var reply = await ldk.BlindedPath(nodes[0], [wire.PublicKey], context: Hex("aa"));
        var path = await ldk.BlindedPath(nodes[2], [wire.PublicKey, nodes[1].Key], context: Beef);
        var sent = await ldk.CreateMessage(nodes[0], path, OnionMessageTlv.HeldHtlcAvailable, value, replyPath: reply);
        Assert.Equal(wire.PublicKey, sent.FirstNode);
        var layer = Peel(wire, sent.Message);
        Assert.Equal(nodes[1].Id, layer.NextNodeId);
        var forward = await ldk.Forward(nodes[1], layer.Next);
        Assert.Equal(nodes[2].Key, forward.NextNodeId);
        Assert.Equal(new LdkReceived(OnionMessageTlv.HeldHtlcAvailable, value, Beef, reply), await ldk.Receive(nodes[2], forward.Message));
    }

    /// <summary>LDK's unblinded hops: it blinds them itself, so a Wire forwarder sees no difference.</summary>
    [Fact]
    public async Task LdkOverWireAndLdkHops_ArrivesAtANodeId()
    {
        using var wire = PrivateKey.Generate();
        var nodes = await ldk.Nodes(1, 2, 3);
        var sent = await ldk.CreateMessage(nodes[0], nodes[2], OnionMessageTlv.ReleaseHeldHtlc, Beef, [wire.PublicKey, nodes[1].Key]);
        var layer = Peel(wire, sent.Message);
        Assert.Equal(nodes[1].Id, layer.NextNodeId);
        var forward = await ldk.Forward(nodes[1], layer.Next);
        Assert.Equal(new LdkReceived(OnionMessageTlv.ReleaseHeldHtlc, Beef, null, null), await ldk.Receive(nodes[2], forward.Message));
    }

    /// <summary>The override (8) of Wire's joined path is what LDK's forwarder hands on as the path key.</summary>
    [Fact]
    public async Task WireHopsJoinedToAnLdkPath_GoThroughLdksForwarder()
    {
        using PrivateKey wire = PrivateKey.Generate(), session = PrivateKey.Generate();
        var nodes = await ldk.Nodes(1, 2, 3);
        var path = BlindedPath.Parse(await ldk.BlindedPath(nodes[2], [nodes[1].Key], context: Beef)).Value;
        var toLdk = new EncryptedData { NextNodeId = nodes[0].Id };
        var joined = RouteBlinding.Join(session, [(wire.PublicKey, toLdk), (nodes[0].Key, new EncryptedData())], path);
        Assert.Equal(IntroductionNode.Of(new NodeId(wire.PublicKey)), joined.Introduction);
        var layer = Peel(wire, Message(joined, OnionMessageTlv.PaymentPending, Hex("0102")));
        Assert.Equal(nodes[0].Id, layer.NextNodeId);
        var first = await ldk.Forward(nodes[0], layer.Next);
        Assert.Equal(nodes[1].Key, first.NextNodeId);
        Assert.Equal(path.FirstPathKey.ToArray(), first.Message.ToArray()[..PublicKey.Size]);
        var second = await ldk.Forward(nodes[1], first.Message);
        Assert.Equal(new LdkReceived(OnionMessageTlv.PaymentPending, Hex("0102"), Beef, null), await ldk.Receive(nodes[2], second.Message));
    }
}
