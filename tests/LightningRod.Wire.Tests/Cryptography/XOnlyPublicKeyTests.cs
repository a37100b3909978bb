using LightningRod.Wire.Cryptography;

namespace LightningRod.Wire.Tests.Cryptography;

public sealed class XOnlyPublicKeyTests
{
    [Theory]
    [InlineData("")]
    [InlineData("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f817")]
    [InlineData("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc30")]
    public void TryParse_NoCoordinate_Refuses(string hex)
    {
        Assert.False(XOnlyPublicKey.TryParse(Convert.FromHexString(hex), out var key));
        Assert.Equal(default, key);
    }

    [Fact]
    public void TryParse_Coordinate_ComparesByContent()
    {
        var expected = Curve.Key(3).PublicKey.ToXOnly();
        Assert.True(XOnlyPublicKey.TryParse(expected.Value.Span, out var key));
        Assert.True(key == expected);
        Assert.True(key.Equals((object)expected));
        Assert.Equal(expected.GetHashCode(), key.GetHashCode());
        Assert.True(key != Curve.Key(4).PublicKey.ToXOnly());
        Assert.Equal("f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9", key.ToString());
    }
}
