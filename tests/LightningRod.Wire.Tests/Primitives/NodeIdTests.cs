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
        Assert.Equal(Generator, NodeId.FromHex(Generator.ToUpperInvariant()).ToString());
        Assert.Equal(id, new NodeId(PublicKey.FromHex(Generator)));
    }
}
