using LightningRod.Peers.Tests.Driver;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;
using static LightningRod.Peers.Tests.Onion.WireOnions;

namespace LightningRod.Peers.Tests.Onion;

/// <summary>What Wire builds, LDK opens, hop by hop.</summary>
public sealed class WireToLdkTests(LdkPeer ldk) : IClassFixture<LdkPeer>
{
    private const int SmallBody = 33 + 2 + Sphinx.Overhead + Sphinx.PaymentPayloadsSize;
    private const int LargeBody = 33 + 2 + Sphinx.Overhead + Sphinx.LargeMessagePayloadsSize;
    private static readonly ByteString Beef = Hex("beef");

    public static TheoryData<int, bool, ulong, int> Messages()
    {
        var rows = new TheoryData<int, bool, ulong, int>();
        ulong[] types =
        [
            OnionMessageTlv.HeldHtlcAvailable, OnionMessageTlv.ReleaseHeldHtlc, OnionMessageTlv.HoldRequest, OnionMessageTlv.PaymentPending,
            OnionMessageTlv.OfferPathsRequestLdk, OnionMessageTlv.HoldAck, OnionMessageTlv.NonceRelease, ulong.MaxValue,
        ];
        for (var hops = 1; hops <= 4; hops++)
        {
            foreach (var byChannel in hops == 1 ? [false] : new[] { false, true })
            {
                for (var i = 0; i < types.Length; i++) rows.Add(hops, byChannel, types[i], new[] { 0, 1, 300, 5000 }[(hops + i) % 4]);
            }
        }

        return rows;
    }

    [Theory, MemberData(nameof(Messages))]
    public async Task Create_PathOfSomeHops_IsForwardedByEachAndReceivedByTheLast(int hops, bool byChannel, ulong type, int size)
    {
        var nodes = await ldk.Nodes(Enumerable.Range(1, hops));
        ulong?[] channels = byChannel ? [.. Enumerable.Range(1, hops - 1).Select(i => (ulong?)(ulong.MaxValue / (ulong)i))] : [];
        var value = Filled(size);
        var body = Message(Path([.. nodes.Select(node => node.Key)], LdkContext.DataOf(Beef), channels), type, value);
        Assert.Equal(size < 1000 ? SmallBody : LargeBody, body.Length);
        for (var i = 0; i < hops - 1; i++)
        {
            var forward = await ldk.Forward(nodes[i], body);
            Assert.Equal(byChannel ? null : nodes[i + 1].Key, forward.NextNodeId);
            Assert.Equal(byChannel ? channels[i] : null, forward.NextScid);
            body = forward.Message;
        }

        Assert.Equal(new LdkReceived(type, value, Beef, null), await ldk.Receive(nodes[^1], body));
    }

    [Fact]
    public async Task Create_LargestContent_FitsTheLargePacketOfBoth()
    {
        var node = await ldk.Node(1);
        var path = Path([node.Key], LdkContext.DataOf(null));
        var room = Sphinx.LargeMessagePayloadsSize - FrameSize(path, 30_000) + 30_000;
        var body = Message(path, OnionMessageTlv.HeldHtlcAvailable, Filled(room));
        Assert.Equal(LargeBody, body.Length);
        Assert.Equal(Filled(room), (await ldk.Receive(node, body)).Value);
        using var session = PrivateKey.Generate();
        var tooLarge = new OnionMessagePayload { Contents = TlvStream.Of(new TlvRecord(OnionMessageTlv.HeldHtlcAvailable, Filled(room + 1))) };
        Assert.Equal(WireRule.TooLarge, OnionMessages.Create(session, path, tooLarge).Error.Rule);
        Assert.Equal(
            "onion message: SendError_TooBigPacket",
            await LdkPeer.Refusal(ldk.CreateMessage(await ldk.Node(2), path, OnionMessageTlv.HeldHtlcAvailable, Filled(room + 1))));
        Assert.Equal(LargeBody, (await ldk.CreateMessage(await ldk.Node(2), path, OnionMessageTlv.HeldHtlcAvailable, Filled(room))).Message.Length);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(1301)]
    [InlineData(OnionMessage.MaxPacketLength - Sphinx.Overhead)]
    public async Task Create_PacketOfAnUnusualSize_IsOpenedAllTheSame(int size)
    {
        var nodes = await ldk.Nodes(1, 2);
        var path = Path([nodes[0].Key, nodes[1].Key], LdkContext.DataOf(Beef));
        using var session = PrivateKey.Generate();
        TlvStream[] contents = [default, TlvStream.Of(new TlvRecord(OnionMessageTlv.HeldHtlcAvailable, Beef))];
        var payloads = path.Hops.Zip(
            contents, (hop, content) => new OnionMessagePayload { EncryptedRecipientData = hop.EncryptedData, Contents = content });
        var hops = path.Hops.Zip(payloads, (hop, payload) => new OnionHop(hop.BlindedNodeId, ByteString.Own(payload.ToArray()))).ToList();
        var body = new OnionMessage(path.FirstPathKey, ByteString.Own(Sphinx.Create(session, hops, default, size).Value)).Body();
        var forward = await ldk.Forward(nodes[0], body);
        Assert.Equal(Peel(nodes[0].Secret, body).Next, forward.Message);
        Assert.Equal(Beef, (await ldk.Receive(nodes[1], forward.Message)).Value);
        Assert.Equal(Beef, Peel(nodes[1].Secret, forward.Message).Payload.Value.Content?.Value);
    }

    [Fact]
    public async Task Create_WithReplyPath_GivesItByteForByteAndLdkAnswersOverIt()
    {
        var nodes = await ldk.Nodes(1, 2, 3);
        using var wire = PrivateKey.Generate();
        var reply = Path([nodes[1].Key, nodes[2].Key, wire.PublicKey], new EncryptedData { PathId = Beef }, null, 77);
        var body = Message(Path([nodes[0].Key], LdkContext.DataOf(null)), OnionMessageTlv.PaymentPending, Hex("00"), reply);
        var received = await ldk.Receive(nodes[0], body);
        Assert.Equal(ByteString.Own(reply.ToArray()), received.ReplyPath);

        var answer = await ldk.CreateMessage(nodes[0], received.ReplyPath!.Value, OnionMessageTlv.PaymentReady, Hex("07"));
        Assert.Equal(nodes[1].Key, answer.FirstNode);
        var first = await ldk.Forward(nodes[1], answer.Message);
        var second = await ldk.Forward(nodes[2], first.Message);
        Assert.Equal(77ul, second.NextScid);
        var layer = Peel(wire, second.Message);
        Assert.Equal(Beef, layer.PathId);
        Assert.Equal(new TlvRecord(OnionMessageTlv.PaymentReady, Hex("07")), layer.Payload.Value.Content);
    }

    [Fact]
    public async Task Create_PaymentUnblockForAnLdkHop_IsIgnoredThereAndTheMessageGoesOn()
    {
        var nodes = await ldk.Nodes(1, 2);
        EncryptedData relay = new() { NextNodeId = nodes[1].Id, PaymentUnblock = new PaymentUnblock(PaymentId.Random(), null) };
        var data = EncryptedData.PadToLongest([relay, LdkContext.DataOf(Beef)]);
        using var session = PrivateKey.Generate();
        var path = RouteBlinding.Create(session, [new(nodes[0].Key, data[0]), new(nodes[1].Key, data[1])]);
        var body = Message(path, OnionMessageTlv.PaymentReady, Hex("01"));
        Assert.NotNull(Peel(nodes[0].Secret, body).Unblock);
        var forward = await ldk.Forward(nodes[0], body);
        Assert.Equal(nodes[1].Key, forward.NextNodeId);
        Assert.Equal(new LdkReceived(OnionMessageTlv.PaymentReady, Hex("01"), Beef, null), await ldk.Receive(nodes[1], forward.Message));
    }

    [Fact]
    public async Task Create_NextPeerOffline_IsInterceptedAndOpensThere()
    {
        var nodes = await ldk.Nodes(1, 2);
        var body = Message(Path([nodes[0].Key, nodes[1].Key], LdkContext.DataOf(Beef)), OnionMessageTlv.HoldRequest, Hex("0102"));
        var intercepted = await ldk.Intercept(nodes[0], body);
        Assert.Equal(nodes[1].Key, intercepted.NodeId);
        Assert.Equal(Peel(nodes[0].Secret, body).Next, intercepted.Message);
        Assert.Equal(new LdkReceived(OnionMessageTlv.HoldRequest, Hex("0102"), Beef, null), await ldk.Receive(nodes[1], intercepted.Message));
    }

    /// <summary>Why Wire's own kind of path to itself is no path to an LDK node: LDK 0.1 does not know path_id (6), an even number.</summary>
    [Fact]
    public async Task Create_PathIdAtAnLdkNode_IsRefusedThere()
    {
        var node = await ldk.Node(1);
        var body = Message(Path([node.Key], new EncryptedData { PathId = Beef }), OnionMessageTlv.HeldHtlcAvailable, default);
        Assert.Equal(Beef, Peel(node.Secret, body).PathId);
        Assert.Equal("peel: refused", await LdkPeer.Refusal(ldk.Peel(node, body)));
    }

    private static int FrameSize(BlindedPath path, int size) => new OnionHop(path.Hops[0].BlindedNodeId, ByteString.Own(
        new OnionMessagePayload
        {
            EncryptedRecipientData = path.Hops[0].EncryptedData,
            Contents = TlvStream.Of(new TlvRecord(OnionMessageTlv.HeldHtlcAvailable, Filled(size))),
        }.ToArray())).FrameSize;
}
