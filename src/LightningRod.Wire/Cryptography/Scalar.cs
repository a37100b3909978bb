using System.Security.Cryptography;
using static LightningRod.Wire.Cryptography.Secp256k1Native;

namespace LightningRod.Wire.Cryptography;

/// <summary>Arithmetic on secret scalars in the caller's own memory, for hot paths that make no objects.</summary>
internal static unsafe class Scalar
{
    /// <summary>Multiplies in place.</summary>
    /// <param name="scalar">32 bytes, replaced by the product.</param>
    /// <param name="factor">32 bytes.</param>
    /// <returns>False when one of them is zero or not below the curve's order.</returns>
    internal static bool TryMultiply(Span<byte> scalar, ReadOnlySpan<byte> factor)
    {
        fixed (byte* s = scalar[..32], f = factor[..32]) return secp256k1_ec_seckey_tweak_mul(Context, s, f) != 0;
    }

    /// <summary>Multiplies in place by a hash. The chance that the hash is no scalar is 2^-128, so this is no case for callers.</summary>
    /// <param name="scalar">32 bytes, replaced by the product.</param>
    /// <param name="hash">32 bytes.</param>
    internal static void Multiply(Span<byte> scalar, ReadOnlySpan<byte> hash)
    {
        if (!TryMultiply(scalar, hash)) throw new CryptographicException("A hash is zero or not below the curve's order.");
    }

    /// <summary>The point of a scalar.</summary>
    /// <param name="scalar">32 bytes that are a scalar.</param>
    internal static Cryptography.PublicKey PublicKey(ReadOnlySpan<byte> scalar)
    {
        Cryptography.PublicKey.Opaque point;
        fixed (byte* s = scalar[..32])
        {
            if (secp256k1_ec_pubkey_create(Context, (byte*)&point, s) == 0) throw new CryptographicException("Not a scalar.");
        }

        return Cryptography.PublicKey.FromOpaque(point);
    }

    /// <summary>ECDH as BOLT 4 and BOLT 8 use it: SHA-256 of the compressed shared point.</summary>
    /// <param name="scalar">32 bytes.</param>
    /// <param name="point">The other side's point.</param>
    /// <param name="sharedSecret">32 bytes are written.</param>
    internal static void Ecdh(ReadOnlySpan<byte> scalar, Cryptography.PublicKey point, Span<byte> sharedSecret)
    {
        var opaque = point.Checked();
        fixed (byte* output = sharedSecret[..32], s = scalar[..32]) _ = secp256k1_ecdh(Context, output, (byte*)&opaque, s, 0, 0);
    }
}
