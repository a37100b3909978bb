using System.Security.Cryptography;
using LightningRod.Wire.Encodings;
using static LightningRod.Wire.Cryptography.Secp256k1Native;

namespace LightningRod.Wire.Cryptography;

/// <summary>An ECDSA signature over secp256k1 with its recovery id: r (32 bytes), s (32 bytes) and 0 to 3.</summary>
/// <param name="Compact">r and s, 64 bytes.</param>
/// <param name="RecoveryId">0 to 3.</param>
public sealed unsafe record RecoverableSignature(ByteString Compact, byte RecoveryId)
{
    /// <summary>Length of r and s, bytes.</summary>
    public const int CompactSize = 64;

    /// <summary>Signs a 32-byte hash with the deterministic nonce of RFC 6979; s is always low.</summary>
    /// <param name="key">The private key.</param>
    /// <param name="hash">32 bytes.</param>
    /// <exception cref="ArgumentException">The hash has another length.</exception>
    public static RecoverableSignature Sign(PrivateKey key, ReadOnlySpan<byte> hash)
    {
        if (hash.Length != 32) throw new ArgumentException("A hash has 32 bytes.", nameof(hash));
        Span<byte> opaque = stackalloc byte[65];
        var compact = new byte[CompactSize];
        int recoveryId;
        fixed (byte* o = opaque, h = hash, secret = key.Secret, c = compact)
        {
            if (secp256k1_ecdsa_sign_recoverable(Context, o, h, secret, 0, 0) == 0) throw new CryptographicException("libsecp256k1 did not sign.");
            _ = secp256k1_ecdsa_recoverable_signature_serialize_compact(Context, c, &recoveryId, o);
        }

        return new(ByteString.Own(compact), (byte)recoveryId);
    }

    /// <summary>The key that made the signature.</summary>
    /// <param name="hash">32 bytes.</param>
    /// <param name="key">The key when true is returned.</param>
    /// <returns>False when no key fits, or r, s, the recovery id or the hash's length is out of range. High s is accepted.</returns>
    public bool TryRecover(ReadOnlySpan<byte> hash, out PublicKey key)
    {
        key = default;
        if (Compact.Length != CompactSize || RecoveryId > 3 || hash.Length != 32) return false;
        Span<byte> opaque = stackalloc byte[65];
        PublicKey.Opaque point;
        fixed (byte* o = opaque, c = Compact.Span, h = hash)
        {
            if (secp256k1_ecdsa_recoverable_signature_parse_compact(Context, o, c, RecoveryId) == 0
                || secp256k1_ecdsa_recover(Context, (byte*)&point, o, h) == 0)
            {
                return false;
            }
        }

        key = PublicKey.FromOpaque(point);
        return true;
    }

    /// <summary>Verifies against a known key; the recovery id does not matter.</summary>
    /// <param name="key">The key.</param>
    /// <param name="hash">32 bytes.</param>
    /// <returns>False also for high s.</returns>
    public bool Verify(PublicKey key, ReadOnlySpan<byte> hash)
    {
        if (Compact.Length != CompactSize || hash.Length != 32) return false;
        var point = key.Checked();
        Span<byte> opaque = stackalloc byte[64];
        fixed (byte* o = opaque, c = Compact.Span, h = hash)
        {
            return secp256k1_ecdsa_signature_parse_compact(Context, o, c) != 0 && secp256k1_ecdsa_verify(Context, o, h, (byte*)&point) != 0;
        }
    }
}
