using System.Security.Cryptography;
using LightningRod.Wire.Cryptography;

namespace LightningRod.Wire.Tests.Cryptography;

public sealed class PrivateKeyTests
{
    [Fact]
    public void TryCreate_NoScalar_Refuses()
    {
        byte[][] refused =
        [
            [], new byte[31], new byte[33], Curve.Bytes(0), Curve.Bytes(Curve.Order), Curve.Bytes(Curve.Order + 1),
            [.. Enumerable.Repeat((byte)0xff, 32)], [.. Curve.Bytes(1), 0], Curve.Bytes(1)[1..],
        ];
        foreach (var secret in refused)
        {
            Assert.False(PrivateKey.TryCreate(secret, out var key), Convert.ToHexString(secret));
            Assert.Null(key);
        }

        Assert.True(PrivateKey.TryCreate(Curve.Bytes(Curve.Order - 1), out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("000000000000000000000000000000000000000000000000000000000000000g")]
    public void FromHex_NoKey_Throws(string hex) => Assert.Throws<FormatException>(() => PrivateKey.FromHex(hex));

    [Fact]
    public void PublicKey_SmallAndLargeScalars_AreTheKnownPoints()
    {
        Assert.Equal(Curve.Generator, Curve.Key(1).PublicKey.ToString());
        Assert.Equal("02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5", Curve.Key(2).PublicKey.ToString());
        Assert.Equal("03" + Curve.Generator[2..], Curve.Key(Curve.Order - 1).PublicKey.ToString());
    }

    [Fact]
    public void Generate_Twice_GivesDifferentKeys()
    {
        using PrivateKey one = PrivateKey.Generate(), two = PrivateKey.Generate();
        Assert.NotEqual(one.PublicKey, two.PublicKey);
    }

    [Fact]
    public void TryCreate_CallersBytesChangedLater_KeyStays()
    {
        var secret = Curve.Bytes(1);
        PrivateKey.TryCreate(secret, out var key);
        secret[31] = 2;
        Assert.Equal(Curve.Bytes(1), Curve.Secret(key!));
    }

    [Fact]
    public void Arithmetic_RandomScalars_AgreesWithIntegers()
    {
        for (var i = 0; i < 50; i++)
        {
            using PrivateKey a = PrivateKey.Generate(), b = PrivateKey.Generate();
            var (x, y) = (Number(a), Number(b));
            Assert.Equal((x + y) % Curve.Order, Number(a.Add(Curve.Secret(b))!));
            Assert.Equal(x * y % Curve.Order, Number(a.Multiply(Curve.Secret(b))!));
            Assert.Equal(Curve.Order - x, Number(a.Negate()));
            Assert.Equal(x, Number(a));
        }

        static System.Numerics.BigInteger Number(PrivateKey key) => new(Curve.Secret(key), isUnsigned: true, isBigEndian: true);
    }

    [Fact]
    public void Arithmetic_EdgeScalars_AreRefusedOrNeutral()
    {
        using var key = Curve.Key(7);
        Assert.Equal(Curve.Bytes(7), Curve.Secret(key.Add(Curve.Bytes(0))!));
        Assert.Equal(Curve.Bytes(7), Curve.Secret(key.Multiply(Curve.Bytes(1))!));
        Assert.Null(key.Add(Curve.Bytes(Curve.Order - 7)));
        Assert.Null(key.Add(Curve.Bytes(Curve.Order)));
        Assert.Null(key.Multiply(Curve.Bytes(0)));
        Assert.Null(key.Multiply(Curve.Bytes(Curve.Order)));
        Assert.Throws<ArgumentException>(() => key.Add(new byte[31]));
        Assert.Throws<ArgumentException>(() => key.Multiply(new byte[33]));
    }

    [Fact]
    public void Ecdh_BothSides_AgreeOnTheHashOfTheSharedPoint()
    {
        for (var i = 0; i < 20; i++)
        {
            using PrivateKey a = PrivateKey.Generate(), b = PrivateKey.Generate();
            byte[] one = new byte[32], two = new byte[32];
            a.Ecdh(b.PublicKey, one);
            b.Ecdh(a.PublicKey, two);
            Assert.Equal(one, two);
            Assert.True(b.PublicKey.TryMultiply(Curve.Secret(a), out var shared));
            Assert.Equal(SHA256.HashData(shared.ToArray()), one);
        }
    }

    [Fact]
    public void Ecdh_DestinationTooShort_Throws()
    {
        using var key = PrivateKey.Generate();
        Assert.Throws<ArgumentOutOfRangeException>(() => key.Ecdh(key.PublicKey, new byte[31]));
    }

    [Fact]
    public void ToString_AnyKey_TellsNoSecret() => Assert.Equal("PrivateKey", PrivateKey.Generate().ToString());

    [Fact]
    public void Dispose_LaterUse_Throws()
    {
        var key = PrivateKey.Generate();
        key.Dispose();
        key.Dispose();
        var other = Curve.Key(1).PublicKey;
        Assert.Throws<ObjectDisposedException>(() => key.Export(new byte[32]));
        Assert.Throws<ObjectDisposedException>(() => key.Ecdh(other, new byte[32]));
        Assert.Throws<ObjectDisposedException>(() => key.Add(Curve.Bytes(1)));
        Assert.Throws<ObjectDisposedException>(() => key.Multiply(Curve.Bytes(1)));
        Assert.Throws<ObjectDisposedException>(key.Negate);
        Assert.Throws<ObjectDisposedException>(() => key.PublicKey);
        Assert.Throws<ObjectDisposedException>(() => Bip340.Sign(key, []));
        Assert.Throws<ObjectDisposedException>(() => RecoverableSignature.Sign(key, new byte[32]));
        Assert.Throws<ObjectDisposedException>(() => MessageSignature.Sign(key, ""));
    }
}
