using LightningRod.Peers.Tests.Driver;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using static LightningRod.Peers.Tests.Onion.WireOnions;

namespace LightningRod.Peers.Tests.Onion;

/// <summary>Messages that were changed on the way, cut, or are not for the node: both refuse.</summary>
public sealed class ChangedMessageTests(LdkPeer ldk) : IClassFixture<LdkPeer>
{
    private const int VersionOffset = PublicKey.Size + sizeof(ushort);
    private static readonly ByteString Beef = Hex("beef");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Peel_OneBitFlipped_IsRefusedByBoth(bool atTheLast)
    {
        var nodes = await ldk.Nodes(1, 2);
        var body = Message(Path([.. nodes.Select(n => n.Key)], LdkContext.DataOf(Beef)), OnionMessageTlv.HeldHtlcAvailable, Beef);
        if (atTheLast) body = Peel(nodes[0].Secret, body).Next;
        var node = nodes[atTheLast ? 1 : 0];
        for (var i = 0; i < body.Length; i += i < 110 || i > body.Length - 33 ? 1 : 37)
        {
            if (i != VersionOffset) await AssertBothRefuse(node, Flip(body, i, i % 8), $"byte {i}");
        }

        Assert.True(TryPeel(node.Secret, body, out _, out _));
        await ldk.Peel(node, body);
    }

    [Fact]
    public async Task Peel_OneBitOfALargePacketFlipped_IsRefusedByBoth()
    {
        var node = await ldk.Node(1);
        var body = Message(Path([node.Key], LdkContext.DataOf(Beef)), OnionMessageTlv.HeldHtlcAvailable, Filled(30000));
        foreach (var i in new[] { 0, 20, 36, 40, 100, 2000, 30000, 32800, body.Length - 40, body.Length - 1 })
            await AssertBothRefuse(node, Flip(body, i, 7), $"byte {i}");
    }

    [Fact]
    public async Task Peel_Truncated_IsRefusedByBoth()
    {
        var node = await ldk.Node(1);
        var body = Message(Path([node.Key], LdkContext.DataOf(Beef)), OnionMessageTlv.HeldHtlcAvailable, Beef);
        for (var length = 0; length < body.Length; length += length < 110 ? 1 : 97)
            await AssertBothRefuse(node, body.Slice(0, length), $"{length} bytes");
    }

    /// <summary>The length before the packet says less or more than there is; what it cuts off is part of the HMAC.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65)]
    [InlineData(66)]
    [InlineData(67)]
    [InlineData(1365)]
    [InlineData(1367)]
    [InlineData(65535)]
    public async Task Peel_WrongPacketLength_IsRefusedByBoth(int length)
    {
        var node = await ldk.Node(1);
        var body = Message(Path([node.Key], LdkContext.DataOf(Beef)), OnionMessageTlv.HeldHtlcAvailable, Beef).ToArray();
        (body[33], body[34]) = ((byte)(length >> 8), (byte)length);
        await AssertBothRefuse(node, ByteString.Own(body), $"{length} bytes");
        if (length < 1366) await AssertBothRefuse(node, ByteString.Own(body.AsMemory(0, 35 + length)), $"{length} bytes and no more");
    }

    [Fact]
    public async Task Peel_WrongKeys_AreRefusedByBoth()
    {
        var nodes = await ldk.Nodes(1, 2, 3);
        var body = Message(Path([nodes[0].Key, nodes[1].Key], LdkContext.DataOf(Beef)), OnionMessageTlv.HeldHtlcAvailable, Beef);
        await AssertBothRefuse(nodes[1], body, "the second node first");
        await AssertBothRefuse(nodes[2], body, "a stranger");
        await AssertBothRefuse(nodes[0], Peel(nodes[0].Secret, body).Next, "the first node twice");
        var ldks = await ldk.CreateMessage(nodes[2], await ldk.BlindedPath(nodes[1], [nodes[0].Key]), OnionMessageTlv.HeldHtlcAvailable);
        await AssertBothRefuse(nodes[1], ldks.Message, "the second node first, LDK's message");
        await AssertBothRefuse(nodes[2], ldks.Message, "a stranger, LDK's message");
    }

    [Fact]
    public async Task Peel_NotOnTheCurve_IsRefusedByBoth()
    {
        var node = await ldk.Node(1);
        var body = Message(Path([node.Key], LdkContext.DataOf(Beef)), OnionMessageTlv.HeldHtlcAvailable, Beef).ToArray();
        foreach (var offset in new[] { 0, VersionOffset + 1 })
        {
            var bad = body.ToArray();
            Array.Fill(bad, byte.MaxValue, offset + 1, 32);
            await AssertBothRefuse(node, ByteString.Own(bad), $"no point at {offset}");
        }
    }

    /// <summary>BOLT 4 has another version dropped. LDK 0.1 does not look at it in a message, and the HMAC does not cover it.</summary>
    [Fact]
    public async Task Peel_AnotherVersion_IsRefusedByWireAlone()
    {
        var node = await ldk.Node(1);
        var body = Flip(Message(Path([node.Key], LdkContext.DataOf(Beef)), OnionMessageTlv.HeldHtlcAvailable, Beef), VersionOffset);
        Assert.False(TryPeel(node.Secret, body, out _, out var error));
        Assert.Equal(WireRule.UnknownVersion, error.Rule);
        Assert.True(await ldk.Peels(node, body));
    }

    [Theory]
    [InlineData("a payload longer than the packet", "fd0514")]
    [InlineData("a payload of 2^64 - 1 bytes", "ffffffffffffffffff")]
    [InlineData("a payload length that is not minimal", "fd0002")]
    [InlineData("a payload without room for the HMAC", "fd04f2")]
    [InlineData("a record longer than the payload", "0302ff01")]
    [InlineData("types that do not increase", "080100050004000000")]
    [InlineData("an encrypted record without a tag", "020400")]
    [InlineData("an encrypted record of another key", "1204100000000000000000000000000000000000")]
    public async Task Peel_IllFormedPlainText_IsRefusedByBoth(string what, string plain)
    {
        var node = await ldk.Node(1);
        await AssertBothRefuse(node, CraftedMessage.OfPlainText(node, Hex(plain)), what);
    }

    private async Task AssertBothRefuse(LdkNode node, ByteString body, string what)
    {
        Assert.False(TryPeel(node.Secret, body, out _, out var error), $"Wire took it: {what}");
        Assert.NotEqual(WireRule.None, error.Rule);
        Assert.False(await ldk.Peels(node, body), $"LDK took it: {what}");
    }
}
