using LightningRod.Peers.Tests.Driver;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Transport;
using static LightningRod.Peers.Tests.Onion.WireOnions;

namespace LightningRod.Peers.Tests.Transport;

/// <summary>Frames and messages that end a connection, and such that do not.</summary>
public sealed class RefusedMessageTests(LdkPeer ldk) : IClassFixture<LdkPeer>
{
    private const int Head = 18;
    private const int VersionOffset = sizeof(ushort) + PublicKey.Size + sizeof(ushort);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Head - 1)]
    [InlineData(Head)]
    [InlineData(Head + 3)]
    [InlineData(Head + 6 + 15)]
    public async Task Frame_OneBitFlipped_EndsTheConnectionAtLdk(int offset)
    {
        var node = await ldk.Node(1);
        using var own = PrivateKey.Generate();
        using var connection = await ldk.Connect(node, own, Side.Caller);
        var frame = connection.Frame(new Ping(1).ToArray());
        frame[offset] ^= 4;
        await connection.WriteBytes(frame);
        await connection.UntilClosed();
        Assert.Equal(own.PublicKey, (await ldk.Disconnected(node)).NodeId);
        await ldk.Stop(node);
    }

    [Fact]
    public async Task Frame_SentTwice_EndsTheConnectionAtLdk()
    {
        var node = await ldk.Node(2);
        using var own = PrivateKey.Generate();
        using var connection = await ldk.Connect(node, own, Side.Listener);
        var frame = connection.Frame(new Ping(1).ToArray());
        await connection.WriteBytes(frame);
        await connection.WriteBytes(frame);
        await connection.UntilClosed();
        Assert.Equal(own.PublicKey, (await ldk.Disconnected(node)).NodeId);
    }

    /// <summary>LDK's frames through a proxy, after init: its pong.</summary>
    [Theory]
    [InlineData(0, Tampering.FlipHighestBit)]
    [InlineData(Head - 1, Tampering.FlipLowestBit)]
    [InlineData(Head, Tampering.FlipLowestBit)]
    [InlineData(Head + 10, Tampering.FlipHighestBit)]
    [InlineData(Head + 10, Tampering.Insert)]
    [InlineData(Head + 10, Tampering.Drop)]
    public async Task Frame_OfLdkChanged_EndsTheSessionAtWire(int offset, Tampering tampering)
    {
        var node = await ldk.Node(3);
        using var own = PrivateKey.Generate();
        var port = await ldk.Listen(node);
        await using var proxy = new TamperingProxy(port, Side.Listener, tampering, NoiseAct.TwoSize + await LengthOfInit(node) + offset);
        using var connection = (await WireConnection.Dial(proxy.Port, own, node.Key)).Value;
        await connection.ExchangeInit();
        foreach (var bytes in new ushort[] { 100, 0 }) await connection.Send(new Ping(bytes));
        Assert.Equal(WireRule.BadCiphertext, (await connection.Receive())?.Error.Rule);
        Assert.Equal(WireRule.BadCiphertext, (await connection.Receive())?.Error.Rule);
        await ldk.Stop(node);
    }

    /// <summary>To Wire a packet is bytes until it is peeled; LDK reads its key with the message, and closes when it is none.</summary>
    [Theory]
    [InlineData("path key", false)]
    [InlineData("ephemeral key", true)]
    [InlineData("empty packet", true)]
    public async Task OnionMessage_WithoutItsKeys_EndsTheConnectionAtLdk(string missing, bool wireParses)
    {
        var node = await ldk.Node(9);
        using var own = PrivateKey.Generate();
        using var connection = await ldk.Connect(node, own, Side.Caller);
        var message = missing == "empty packet" ? new OnionMessage(own.PublicKey, default).ToArray() : Stray(own.PublicKey);
        if (missing == "path key") Array.Fill(message, byte.MaxValue, sizeof(ushort) + 1, PublicKey.Size - 1);
        if (missing == "ephemeral key") Array.Fill(message, byte.MaxValue, VersionOffset + 2, PublicKey.Size - 1);
        await connection.SendMessage(message);
        await connection.UntilClosed();
        Assert.Equal(own.PublicKey, (await ldk.Disconnected(node)).NodeId);
        Assert.Equal(wireParses, PeerMessage.Parse(message).IsOk);
        await ldk.Stop(node);
    }

    public static TheoryData<string, string> Ending() => new()
    {
        { "no type", "" },
        { "half a type", "00" },
        { "unknown even type", "fffe" },
        { "ping without its lengths", "0012" },
        { "ping with less than it says", "0012000000020a" },
        { "pong with less than it says", "001300020a" },
        { "onion_message without a packet", "0201" },
        { "a second init", "001000000000" },
    };

    [Theory, MemberData(nameof(Ending))]
    public async Task Message_IllFormed_EndsTheConnectionAtLdkAndIsRefusedByWire(string what, string message)
    {
        var node = await ldk.Node(4);
        using var own = PrivateKey.Generate();
        using var connection = await ldk.Connect(node, own, Side.Caller);
        await connection.SendMessage(Hex(message).Span);
        await connection.UntilClosed();
        Assert.Equal(own.PublicKey, (await ldk.Disconnected(node)).NodeId);
        var parsed = PeerMessage.Parse(Hex(message));
        // Of these only the place of a second init is at fault, and an unknown message is for the session to judge.
        Assert.Equal(what == "a second init" || parsed is { IsOk: true, Value: UnknownMessage { MustBeUnderstood: true } }, parsed.IsOk);
        await ldk.Stop(node);
    }

    public static TheoryData<string, bool> Onward() => new()
    {
        { "unknown odd type", true },
        { "custom odd type", true },
        { "empty warning", true },
        { "ping with an odd record behind it", true },
        { "ping with an even record behind it", false },
        { "onion_message with an odd record behind it", true },
        { "onion_message for another node", true },
        { "onion_message of another version", true },
    };

    [Theory, MemberData(nameof(Onward))]
    public async Task Message_ThatMayBePassedOver_LeavesTheConnectionAtLdk(string what, bool wireParses)
    {
        var node = await ldk.Node(5);
        using var own = PrivateKey.Generate();
        using var connection = await ldk.Connect(node, own, Side.Caller);
        byte[] stray = Stray(own.PublicKey), otherVersion = Stray(own.PublicKey);
        otherVersion[VersionOffset] = 1;
        byte[] message = what switch
        {
            "unknown odd type" => [0xff, 0xff, 1, 2, 3],
            "custom odd type" => new UnknownMessage(MessageType.CustomFirst + 1, Filled(100)).ToArray(),
            "empty warning" => new Warning(default, default).ToArray(),
            "ping with an odd record behind it" => [.. new Ping(3).ToArray(), 1, 1, 0],
            "ping with an even record behind it" => [.. new Ping(3).ToArray(), 2, 1, 0],
            "onion_message with an odd record behind it" => [.. stray, 1, 1, 0],
            "onion_message for another node" => stray,
            _ => otherVersion,
        };
        await connection.SendMessage(message);
        await connection.Send(new Ping(77));
        while (true)
        {
            var answer = (await connection.Receive())!.Value.Value;
            if (answer is Pong { BytesLen: 77 }) break;
        }

        Assert.Equal(wireParses, PeerMessage.Parse(message).IsOk);
        await ldk.Stop(node);
    }

    [Fact]
    public async Task Message_BeforeInit_EndsTheConnectionAtLdk()
    {
        var node = await ldk.Node(6);
        using var own = PrivateKey.Generate();
        using var connection = (await WireConnection.Dial(await ldk.Listen(node), own, node.Key)).Value;
        await connection.Send(new Ping(1));
        await connection.UntilClosed();
        Assert.Empty(await ldk.Peers(node));
    }

    [Fact]
    public async Task Init_WithAnUnknownDemand_EndsTheConnectionAtLdk()
    {
        var node = await ldk.Node(7);
        using var own = PrivateKey.Generate();
        using var connection = (await WireConnection.Dial(await ldk.Listen(node), own, node.Key)).Value;
        await connection.Send(new Init(Features.Of(FeatureBit.LightningRod - 1)));
        await connection.UntilClosed();
        Assert.Empty(await ldk.Peers(node));
    }

    [Fact]
    public async Task Disconnect_ByLdk_ClosesWithoutAnError()
    {
        var node = await ldk.Node(8);
        using var own = PrivateKey.Generate();
        using var connection = await ldk.Connect(node, own, Side.Listener);
        await ldk.Disconnect(node, own.PublicKey);
        await connection.UntilClosed();
        Assert.Equal(own.PublicKey, (await ldk.Disconnected(node)).NodeId);
    }

    /// <summary>A message for another node than the one it is sent to.</summary>
    private static byte[] Stray(PublicKey node)
    {
        using var session = PrivateKey.Generate();
        return OnionMessages.Create(session, Path([node], new EncryptedData()), new OnionMessagePayload()).Value.ToArray();
    }

    /// <summary>How long LDK's init is on the wire; it says the same to everyone.</summary>
    private async Task<int> LengthOfInit(LdkNode node)
    {
        using var own = PrivateKey.Generate();
        var other = await ldk.Node(node.Number + 100);
        using var connection = (await WireConnection.Dial(await ldk.Listen(other), own, other.Key)).Value;
        await connection.ExchangeInit();
        await ldk.Stop(other);
        return (int)connection.Received;
    }
}
