using LightningRod.Peers.Tests.Driver;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using static LightningRod.Peers.Tests.Onion.WireOnions;

namespace LightningRod.Peers.Tests.Transport;

/// <summary>Messages in both directions over one BOLT 8 session, whoever dialled.</summary>
public sealed class SessionTests(LdkPeer ldk) : IClassFixture<LdkPeer>
{
    private static readonly ByteString Beef = Hex("beef");

    [Theory]
    [InlineData(Side.Caller, 1)]
    [InlineData(Side.Listener, 2)]
    public async Task Ping_OfAnySize_IsAnsweredWithThePongItAsksFor(Side wire, int number)
    {
        var node = await ldk.Node(number);
        using var own = PrivateKey.Generate();
        using var connection = await ldk.Connect(node, own, wire);
        foreach (var (pong, bytes) in new (ushort, ushort)[] { (0, 0), (1, 1), (65531, 0), (7, Ping.MaxBytesLen) })
        {
            await connection.Send(new Ping(pong, bytes));
            Assert.Equal(new Pong(pong), await connection.Expect<Pong>());
        }

        // Above 65531 no pong is wanted: the next one is the next ping's.
        await connection.Send(new Ping(65532));
        await connection.Send(new Ping(42));
        Assert.Equal(new Pong(42), await connection.Expect<Pong>());
        await ldk.Stop(node);
    }

    [Theory]
    [InlineData(Side.Caller, 3, 300)]
    [InlineData(Side.Listener, 4, 300)]
    [InlineData(Side.Caller, 5, 30000)]
    [InlineData(Side.Listener, 6, 30000)]
    public async Task OnionMessage_EachWay_ArrivesWithItsReplyPath(Side wire, int number, int size)
    {
        var node = await ldk.Node(number);
        using var own = PrivateKey.Generate();
        using var connection = await ldk.Connect(node, own, wire);
        var reply = Path([own.PublicKey], new EncryptedData { PathId = Beef });
        await connection.Send(Onion(node, Filled(size), reply));
        var arrived = await ldk.Arrived(node);
        Assert.Equal((OnionMessageTlv.PaymentPending, Filled(size), true), (arrived.Type, arrived.Value, arrived.HasReplyPath));
        Assert.Equal(ByteString.Own(reply.ToArray()), arrived.ReplyPath);

        // LDK answers over Wire's path, and Wire over LDK's.
        var ldkReply = await ldk.BlindedPath(node, context: Hex("aa"));
        await ldk.Send(node, arrived.ReplyPath!.Value, OnionMessageTlv.PaymentReady, Filled(size), ldkReply);
        var layer = Peel(own, (await connection.Expect<OnionMessage>()).Body());
        Assert.Equal(Beef, layer.PathId);
        Assert.Equal(new TlvRecord(OnionMessageTlv.PaymentReady, Filled(size)), layer.Payload.Value.Content);
        Assert.Equal(ldkReply, ByteString.Own(layer.Payload.Value.ReplyPath!.ToArray()));
        using var session = PrivateKey.Generate();
        var payload = new OnionMessagePayload { Contents = TlvStream.Of(new TlvRecord(OnionMessageTlv.HeldHtlcAvailable, default)) };
        await connection.Send(OnionMessages.Create(session, layer.Payload.Value.ReplyPath!, payload).Value);
        Assert.Equal(Hex("aa"), (await ldk.Arrived(node)).Context);
        await ldk.Stop(node);
    }

    /// <summary>LDK between two Wire peers: it sends on what one of them made for the other.</summary>
    [Fact]
    public async Task OnionMessage_LdkBetweenTwoWirePeers_IsForwarded()
    {
        var node = await ldk.Node(7);
        using PrivateKey alice = PrivateKey.Generate(), bob = PrivateKey.Generate(), session = PrivateKey.Generate();
        using var toAlice = await ldk.Connect(node, alice, Side.Listener);
        using var toBob = await ldk.Connect(node, bob, Side.Caller);
        var path = Path([node.Key, bob.PublicKey], new EncryptedData { PathId = Beef });
        var payload = new OnionMessagePayload { Contents = TlvStream.Of(new TlvRecord(OnionMessageTlv.HoldRequest, Filled(100))) };
        await toAlice.Send(OnionMessages.Create(session, path, payload).Value);
        var layer = Peel(bob, (await toBob.Expect<OnionMessage>()).Body());
        Assert.Equal(Beef, layer.PathId);
        Assert.Equal(Filled(100), layer.Payload.Value.Content?.Value);
        await ldk.Stop(node);
    }

    /// <summary>A key serves 500 messages: 1200 each way change each direction's key twice.</summary>
    [Theory]
    [InlineData(Side.Caller, 8)]
    [InlineData(Side.Listener, 9)]
    public async Task Messages_PastTheChangeOfKeys_StillArrive(Side wire, int number)
    {
        var node = await ldk.Node(number);
        using var own = PrivateKey.Generate();
        using var connection = await ldk.Connect(node, own, wire);
        for (ushort i = 0; i < 1000; i++)
        {
            await connection.Send(new Ping(i, (ushort)(i % 50)));
            Assert.Equal(new Pong(i), await connection.Expect<Pong>());
        }

        for (var i = 0; i < 200; i++)
        {
            await connection.Send(Onion(node, Filled(i)));
            Assert.Equal(Filled(i), (await ldk.Arrived(node)).Value);
            // LDK sends no more than 32 messages without a pong; Expect answers its pings.
            await ldk.Send(node, own.PublicKey, OnionMessageTlv.ReleaseHeldHtlc, Filled(i));
            Assert.Equal(Filled(i), Peel(own, (await connection.Expect<OnionMessage>()).Body()).Payload.Value.Content?.Value);
        }

        await ldk.Stop(node);
    }

    private static OnionMessage Onion(LdkNode node, ByteString value, BlindedPath? reply = null)
    {
        using var session = PrivateKey.Generate();
        var payload = new OnionMessagePayload { ReplyPath = reply, Contents = TlvStream.Of(new TlvRecord(OnionMessageTlv.PaymentPending, value)) };
        return OnionMessages.Create(session, Path([node.Key], LdkContext.DataOf(null)), payload).Value;
    }
}
