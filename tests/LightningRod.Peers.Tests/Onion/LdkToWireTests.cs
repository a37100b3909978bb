using LightningRod.Peers.Tests.Driver;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using static LightningRod.Peers.Tests.Onion.WireOnions;

namespace LightningRod.Peers.Tests.Onion;

/// <summary>What LDK builds, Wire opens, hop by hop, with the keys of LDK's nodes.</summary>
public sealed class LdkToWireTests(LdkPeer ldk) : IClassFixture<LdkPeer>
{
    private static readonly ByteString Beef = Hex("beef");

    public static TheoryData<int, bool, ulong, int> Messages()
    {
        var rows = new TheoryData<int, bool, ulong, int>();
        ulong[] types =
        [
            OnionMessageTlv.HeldHtlcAvailable, OnionMessageTlv.ReleaseHeldHtlc, OnionMessageTlv.HoldRequest, OnionMessageTlv.PaymentPending,
            OnionMessageTlv.ServeStaticInvoiceLdk, OnionMessageTlv.HoldCancel, ulong.MaxValue,
        ];
        for (var hops = 1; hops <= 4; hops++)
        {
            foreach (var byChannel in hops == 1 ? [false] : new[] { false, true })
            {
                for (var i = 0; i < types.Length; i++) rows.Add(hops, byChannel, types[i], new[] { 0, 1, 300, 30000 }[(hops + i) % 4]);
            }
        }

        return rows;
    }

    [Theory, MemberData(nameof(Messages))]
    public async Task Peel_LdksMessageOverItsBlindedPath_GivesEachLayer(int hops, bool byChannel, ulong type, int size)
    {
        var nodes = await ldk.Nodes(Enumerable.Range(1, hops));
        ulong?[] channels = byChannel ? [.. Enumerable.Range(1, hops - 1).Select(i => (ulong?)(ulong.MaxValue / (ulong)i))] : [];
        var value = Filled(size);
        var path = await ldk.BlindedPath(nodes[^1], nodes[..^1].Select(node => node.Key), channels, Beef);
        var sent = await ldk.CreateMessage(await ldk.Node(200), path, type, value);
        Assert.Equal(nodes[0].Key, sent.FirstNode);
        var body = sent.Message;
        for (var i = 0; i < hops - 1; i++)
        {
            var layer = Peel(nodes[i].Secret, body);
            Assert.False(layer.IsFinal);
            Assert.Equal(byChannel ? null : nodes[i + 1].Id, layer.NextNodeId);
            Assert.Equal(byChannel ? channels[i] : null, layer.Channel?.Value);
            Assert.Equal((await ldk.Forward(nodes[i], body)).Message, layer.Next);
            body = layer.Next;
        }

        var last = Peel(nodes[^1].Secret, body);
        Assert.True(last.IsFinal);
        Assert.Equal(new TlvRecord(type, value), last.Payload.Value.Content);
        Assert.Equal(TlvStream.Of(LdkContext.Record(Beef)), last.Unknown);
        Assert.Null(last.PathId);
        Assert.Null(last.Payload.Value.ReplyPath);
    }

    [Fact]
    public async Task Peel_LdksMessageToANodeId_HasDataWithoutContext()
    {
        var nodes = await ldk.Nodes(1, 2);
        var sent = await ldk.CreateMessage(nodes[0], nodes[1], OnionMessageTlv.HeldHtlcAvailable);
        var layer = Peel(nodes[1].Secret, sent.Message);
        Assert.True(layer.IsFinal);
        Assert.Equal(new TlvRecord(OnionMessageTlv.HeldHtlcAvailable, default), layer.Payload.Value.Content);
        Assert.Empty(layer.Unknown);
    }

    /// <summary>LDK puts its own hops before the path it was given and joins them by next_path_key_override (8).</summary>
    [Fact]
    public async Task Peel_LdksHopsBeforeAWirePath_JoinOverTheOverride()
    {
        using PrivateKey introduction = PrivateKey.Generate(), last = PrivateKey.Generate(), hop = PrivateKey.Generate();
        var path = Path([introduction.PublicKey, last.PublicKey], new EncryptedData { PathId = Beef });
        var sender = await ldk.Node(1);
        var sent = await ldk.CreateMessage(sender, path, OnionMessageTlv.PaymentReady, Beef, [hop.PublicKey]);
        Assert.Equal(hop.PublicKey, sent.FirstNode);
        var first = Peel(hop, sent.Message);
        Assert.Equal(path.FirstPathKey.ToArray(), first.Next.ToArray()[..PublicKey.Size]);
        var final = Peel(last, Peel(introduction, first.Next).Next);
        Assert.Equal(Beef, final.PathId);
        Assert.Equal(new TlvRecord(OnionMessageTlv.PaymentReady, Beef), final.Payload.Value.Content);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Peel_LdksReplyPath_IsReadByteForByteAndWireAnswersOverIt(int forwards)
    {
        using var wire = PrivateKey.Generate();
        var nodes = await ldk.Nodes(Enumerable.Range(1, forwards + 1));
        var reply = await ldk.BlindedPath(nodes[^1], nodes[..^1].Select(node => node.Key), context: Beef);
        var sent = await ldk.CreateMessage(nodes[^1], wire.PublicKey, OnionMessageTlv.PaymentPending, Hex("00"), replyPath: reply);
        var read = Peel(wire, sent.Message).Payload.Value.ReplyPath!;
        Assert.Equal(reply, ByteString.Own(read.ToArray()));

        var body = Message(read, OnionMessageTlv.PaymentReady, Hex("0706"));
        foreach (var node in nodes[..^1]) body = (await ldk.Forward(node, body)).Message;
        Assert.Equal(new LdkReceived(OnionMessageTlv.PaymentReady, Hex("0706"), Beef, null), await ldk.Receive(nodes[^1], body));
    }

    [Fact]
    public async Task Advance_PathWhoseIntroductionIsWire_GoesOnToLdk()
    {
        using var wire = PrivateKey.Generate();
        var nodes = await ldk.Nodes(1, 2);
        var path = BlindedPath.Parse(await ldk.BlindedPath(nodes[1], [wire.PublicKey, nodes[0].Key], context: Beef)).Value;
        var (data, onward) = RouteBlinding.Advance(wire, path).Value;
        Assert.Equal(nodes[0].Id, data.NextNodeId);
        Assert.Equal(nodes[0].Id, onward.Introduction.NodeId);
        var forward = await ldk.Forward(nodes[0], Message(onward, OnionMessageTlv.PaymentReady, Hex("05")));
        Assert.Equal(new LdkReceived(OnionMessageTlv.PaymentReady, Hex("05"), Beef, null), await ldk.Receive(nodes[1], forward.Message));
    }
}
