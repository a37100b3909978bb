using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Tests.Primitives;

public sealed class NodeIdTests
{
    private const string Generator = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";

    [Fact]
    public void Span_ParsedBytes_AreTheBytes()
    {
        var bytes = Convert.FromHexString(Generator);
        Assert.True(NodeId.TryParse(bytes, out var id));
        Assert.Equal(bytes, id.Span.ToArray());
        Assert.Equal(Generator, id.ToString());
        Assert.Equal(id, NodeId.FromHex(Generator.ToUpperInvariant()));
        Assert.Equal(id, new NodeId(PublicKey.FromHex(Generator)));
        Assert.False(id.IsDefault);
    }

    [Fact]
    public void Default_IsNoNode()
    {
        Assert.True(default(NodeId).IsDefault);
        Assert.Equal(new byte[33], default(NodeId).Span.ToArray());
        Assert.False(default(NodeId).ToPublicKey(out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798")]
    [InlineData("0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798")]
    [InlineData("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f817")]
    [InlineData("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f8179800")]
    public void TryParse_NoNodeId_Refuses(string hex)
    {
        Assert.False(NodeId.TryParse(Convert.FromHexString(hex), out var id));
        Assert.True(id.IsDefault);
        Assert.False(NodeId.TryParse(hex, out id));
        Assert.True(id.IsDefault);
        Assert.Throws<FormatException>(() => NodeId.FromHex(hex));
    }

    [Theory]
    [InlineData("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f8179")]
    [InlineData("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f8179g")]
    [InlineData("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f817\uff11\uff11")]
    public void TryParse_NoHex_Refuses(string text) => Assert.False(NodeId.TryParse(text, out _));

    [Fact]
    public void ToPublicKey_OnAndOffTheCurve_TellsWhich()
    {
        Assert.True(NodeId.FromHex(Generator).ToPublicKey(out var key));
        Assert.Equal(Generator, key.ToString());
        Assert.False(NodeId.FromHex("02eefdea4cdb677750a420fee807eacf21eb9898ae79b9768766e4faa04a2d4a34").ToPublicKey(out _));
    }

    [Fact]
    public void CompareTo_IsTheOrderOfTheBytes()
    {
        var random = new Random(7);
        var bytes = Enumerable.Range(0, 300).Select(_ => RandomId(random)).ToList();
        var expected = bytes.Select(Convert.ToHexStringLower).Order(StringComparer.Ordinal);
        var ids = bytes.ConvertAll(b => NodeId.TryParse(b, out var id) ? id : default);
        Assert.Equal(expected, ids.Order().Select(id => id.ToString()));
        Assert.Equal(0, ids[0].CompareTo(ids[0]));

        // Ids that differ late, early, or by the prefix alone.
        static byte[] RandomId(Random random)
        {
            var bytes = new byte[33];
            bytes[0] = (byte)(2 + random.Next(2));
            bytes[1 + random.Next(32)] = (byte)random.Next(256);
            return bytes;
        }
    }

    [Fact]
    public void Equals_EveryByte_Counts()
    {
        var bytes = Convert.FromHexString(Generator);
        Assert.True(NodeId.TryParse(bytes, out var id));
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            Assert.True(NodeId.TryParse(bytes, out var other));
            Assert.True(id != other && !id.Equals((object)other), $"byte {i}");
            Assert.NotEqual(0, id.CompareTo(other));
            bytes[i] ^= 1;
        }

        Assert.True(NodeId.TryParse(bytes, out var same) && same == id);
        Assert.Equal(id.GetHashCode(), same.GetHashCode());
    }
}
