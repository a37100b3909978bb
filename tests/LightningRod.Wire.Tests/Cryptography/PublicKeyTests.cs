using LightningRod.Wire.Cryptography;

namespace LightningRod.Wire.Tests.Cryptography;

public sealed class PublicKeyTests
{
    [Theory]
    [InlineData("")]
    [InlineData("02")]
    [InlineData("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f817")]
    [InlineData("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f8179800")]
    [InlineData("0079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798")]
    [InlineData("0179be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798")]
    [InlineData("0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798")]
    [InlineData("0679be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798")]
    [InlineData("02eefdea4cdb677750a420fee807eacf21eb9898ae79b9768766e4faa04a2d4a34")]
    [InlineData("02fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f")]
    [InlineData("03fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc30")]
    [InlineData("020000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8")]
    public void TryParse_NoCompressedPoint_Refuses(string hex)
    {
        Assert.False(PublicKey.TryParse(Convert.FromHexString(hex), out var key));
        Assert.Equal(default, key);
        Assert.Throws<FormatException>(() => PublicKey.FromHex(hex));
    }

    [Fact]
    public void Serialize_ParsedPoint_GivesItsBytes()
    {
        for (var i = 0; i < 50; i++)
        {
            var key = PrivateKey.Generate().PublicKey;
            var bytes = new byte[40];
            key.Serialize(bytes);
            Assert.True(PublicKey.TryParse(bytes.AsSpan(0, 33), out var parsed));
            Assert.Equal(key, parsed);
            Assert.Equal(key.GetHashCode(), parsed.GetHashCode());
            Assert.Equal(bytes[..33], key.ToArray());
            Assert.Equal(new byte[7], bytes[33..]);
            Assert.Equal(bytes[0] == 3, key.HasOddY);
            Assert.Equal(Convert.ToHexStringLower(bytes, 0, 33), key.ToString());
            Assert.Equal(bytes[1..33], key.ToXOnly().Value.Span.ToArray());
        }
    }

    [Fact]
    public void Serialize_DestinationTooShort_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Curve.Key(1).PublicKey.Serialize(new byte[32]));

    [Fact]
    public void Arithmetic_RandomScalars_AgreesWithPrivateKeys()
    {
        for (var i = 0; i < 30; i++)
        {
            using PrivateKey a = PrivateKey.Generate(), b = PrivateKey.Generate();
            var scalar = Curve.Secret(b);
            Assert.True(PublicKey.TryAdd(a.PublicKey, b.PublicKey, out var sum));
            Assert.True(PublicKey.TryAdd(b.PublicKey, a.PublicKey, out var turned));
            Assert.True(a.PublicKey.TryAddScalar(scalar, out var tweaked));
            Assert.True(a.PublicKey.TryMultiply(scalar, out var product));
            Assert.Equal(a.Add(scalar)!.PublicKey, sum);
            Assert.Equal(sum, turned);
            Assert.Equal(sum, tweaked);
            Assert.Equal(a.Multiply(scalar)!.PublicKey, product);
            Assert.Equal(a.Negate().PublicKey, a.PublicKey.Negate());
            Assert.Equal(a.PublicKey, a.PublicKey.Negate().Negate());
            Assert.NotEqual(a.PublicKey.HasOddY, a.PublicKey.Negate().HasOddY);
            Assert.Equal(a.PublicKey.ToXOnly(), a.PublicKey.Negate().ToXOnly());
        }
    }

    [Fact]
    public void TryAdd_SamePoint_Doubles()
    {
        Assert.True(PublicKey.TryAdd(Curve.Key(21).PublicKey, Curve.Key(21).PublicKey, out var sum));
        Assert.Equal(Curve.Key(42).PublicKey, sum);
    }

    [Fact]
    public void Arithmetic_ResultAtInfinity_IsRefused()
    {
        var point = Curve.Key(7).PublicKey;
        Assert.False(PublicKey.TryAdd(point, point.Negate(), out var sum));
        Assert.Equal(default, sum);
        Assert.False(point.TryAddScalar(Curve.Bytes(Curve.Order - 7), out sum));
        Assert.Equal(default, sum);
    }

    [Fact]
    public void Arithmetic_EdgeScalars_AreRefusedOrNeutral()
    {
        var point = Curve.Key(7).PublicKey;
        Assert.True(point.TryAddScalar(Curve.Bytes(0), out var same));
        Assert.Equal(point, same);
        Assert.True(point.TryMultiply(Curve.Bytes(1), out same));
        Assert.Equal(point, same);
        Assert.False(point.TryMultiply(Curve.Bytes(0), out same));
        Assert.Equal(default, same);
        Assert.False(point.TryMultiply(Curve.Bytes(Curve.Order), out _));
        Assert.False(point.TryAddScalar(Curve.Bytes(Curve.Order), out _));
        Assert.Throws<ArgumentException>(() => point.TryMultiply(new byte[31], out _));
        Assert.Throws<ArgumentException>(() => point.TryAddScalar(new byte[33], out _));
    }

    [Fact]
    public void Equals_DifferentPoints_AreDifferent()
    {
        PublicKey one = Curve.Key(1).PublicKey, two = Curve.Key(2).PublicKey;
        Assert.True(one != two);
        Assert.True(one == Curve.Key(1).PublicKey);
        Assert.False(one.Equals(one.Negate()));
        Assert.True(one.Equals((object)Curve.Key(1).PublicKey));
        Assert.False(one.Equals("no key"));
    }
}
