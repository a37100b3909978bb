using System.Globalization;
using System.Numerics;
using LightningRod.Wire.Cryptography;

namespace LightningRod.Wire.Tests.Cryptography;

/// <summary>Facts of secp256k1 that tests compare with.</summary>
internal static class Curve
{
    internal const string Generator = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";

    internal static BigInteger Order { get; } =
        BigInteger.Parse("00fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>32 bytes, big-endian.</summary>
    internal static byte[] Bytes(BigInteger value)
    {
        var bytes = new byte[32];
        var written = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        written.CopyTo(bytes, bytes.Length - written.Length);
        return bytes;
    }

    internal static PrivateKey Key(BigInteger scalar) =>
        PrivateKey.TryCreate(Bytes(scalar), out var key) ? key : throw new ArgumentOutOfRangeException(nameof(scalar));

    internal static byte[] Secret(PrivateKey key)
    {
        var secret = new byte[PrivateKey.Size];
        key.Export(secret);
        return secret;
    }
}
