using LightningRod.Peers.Tests.Driver;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using static LightningRod.Peers.Tests.Onion.WireOnions;

namespace LightningRod.Peers.Tests.Onion;

public sealed class BlindedPathTests(LdkPeer ldk) : IClassFixture<LdkPeer>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Parse_LdksPath_ReadsItsFieldsAndWritesItsBytes(int hops)
    {
        var nodes = await ldk.Nodes(Enumerable.Range(1, hops));
        var bytes = await ldk.BlindedPath(nodes[^1], nodes[..^1].Select(node => node.Key), context: Filled(hops * 10));
        var path = BlindedPath.Parse(bytes).Value;
        Assert.Equal(bytes, ByteString.Own(path.ToArray()));
        AssertSame(path, await ldk.ReadBlindedPath(bytes));
        Assert.Equal(nodes[0].Id, path.Introduction.NodeId);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public async Task ToArray_WiresPath_IsReadByLdkWithTheSameFields(int hops)
    {
        var nodes = await ldk.Nodes(Enumerable.Range(0, hops));
        var path = Path([.. nodes.Select(node => node.Key)], new EncryptedData { PathId = Hex("beef") });
        var bytes = ByteString.Own(path.ToArray());
        var read = await ldk.ReadBlindedPath(bytes);
        AssertSame(path, read);
        Assert.Equal(bytes, read.Path);
    }

    [Theory]
    [InlineData(0, 42ul)]
    [InlineData(1, ulong.MaxValue)]
    public async Task Introduction_ByChannel_IsTheSameToBoth(byte direction, ulong channel)
    {
        var node = await ldk.Node(1);
        var introduction = IntroductionNode.Of(new ShortChannelId(channel), direction);
        var path = BlindedPath.Parse(await ldk.BlindedPath(node)).Value with { Introduction = introduction };
        var bytes = ByteString.Own(path.ToArray());
        var read = await ldk.ReadBlindedPath(bytes);
        AssertSame(path, read);
        Assert.Equal((bytes, direction, channel), (read.Path, read.IntroductionDirection, read.IntroductionScid));
        Assert.Equal(path, BlindedPath.Parse(bytes).Value);
    }

    [Fact]
    public async Task Parse_CutAnywhere_IsRefusedByBoth()
    {
        var nodes = await ldk.Nodes(1, 2);
        var bytes = await ldk.BlindedPath(nodes[1], [nodes[0].Key]);
        for (var length = 0; length < bytes.Length; length += length is < 70 or > 200 ? 1 : 7)
        {
            var cut = bytes.Slice(0, length);
            Assert.False(BlindedPath.Parse(cut).IsOk, $"{length} bytes");
            Assert.Equal(WireRule.UnexpectedEnd, BlindedPath.Parse(cut).Error.Rule);
            Assert.StartsWith("path: DecodeError_ShortRead", await LdkPeer.Refusal(ldk.ReadBlindedPath(cut)));
        }
    }

    [Theory]
    [InlineData("no hops", WireRule.ValueOutOfRange)]
    [InlineData("introduction prefix 05", WireRule.NotAPoint)]
    [InlineData("introduction off the curve", WireRule.NotAPoint)]
    [InlineData("path key off the curve", WireRule.NotAPoint)]
    [InlineData("blinded node id off the curve", WireRule.NotAPoint)]
    public async Task Parse_IllFormed_IsRefusedByBoth(string what, WireRule rule)
    {
        var bytes = (await ldk.BlindedPath(await ldk.Node(1))).ToArray();
        var offCurve = new byte[PublicKey.Size - 1];
        Array.Fill(offCurve, byte.MaxValue);
        switch (what)
        {
            case "no hops": bytes = [.. bytes[..(2 * PublicKey.Size)], 0]; break;
            case "introduction prefix 05": bytes[0] = 5; break;
            case "introduction off the curve": offCurve.CopyTo(bytes, 1); break;
            case "path key off the curve": offCurve.CopyTo(bytes, PublicKey.Size + 1); break;
            default: offCurve.CopyTo(bytes, (2 * PublicKey.Size) + 2); break;
        }

        Assert.Equal(rule, BlindedPath.Parse(bytes).Error.Rule);
        Assert.StartsWith("path: DecodeError_InvalidValue", await LdkPeer.Refusal(ldk.ReadBlindedPath(ByteString.Own(bytes))));
    }

    private static void AssertSame(BlindedPath wire, LdkPath ldk)
    {
        Assert.Equal(wire.Introduction.NodeId, ldk.IntroductionNodeId is { } key ? new NodeId(key) : null);
        Assert.Equal(wire.FirstPathKey, ldk.PathKey);
        Assert.Equal(wire.Hops.Count, ldk.Hops);
        Assert.Equal(wire.Hops, ldk.BlindedHops.Select(hop => new BlindedHop(hop.BlindedNodeId, hop.EncryptedRecipientData)));
    }
}
