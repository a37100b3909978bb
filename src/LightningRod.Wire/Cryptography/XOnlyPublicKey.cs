using LightningRod.Wire.Primitives;
using static LightningRod.Wire.Cryptography.Secp256k1Native;

namespace LightningRod.Wire.Cryptography;

/// <summary>The x coordinate of a point with even y, 32 bytes (BIP 340).</summary>
public readonly unsafe struct XOnlyPublicKey : IEquatable<XOnlyPublicKey>
{
    /// <summary>Length, bytes.</summary>
    public const int Size = 32;

    private readonly Bytes32 _x;

    private XOnlyPublicKey(ReadOnlySpan<byte> x) => _x = new Bytes32(x);

    /// <summary>The 32 bytes.</summary>
    public Bytes32 Value => _x;

    /// <summary>Reads an x coordinate.</summary>
    /// <param name="x">32 bytes.</param>
    /// <param name="key">The key when true is returned.</param>
    /// <returns>False for another length and for bytes that are no x coordinate of the curve.</returns>
    public static bool TryParse(ReadOnlySpan<byte> x, out XOnlyPublicKey key)
    {
        key = default;
        if (x.Length != Size) return false;
        PublicKey.Opaque point;
        fixed (byte* input = x)
        {
            if (secp256k1_xonly_pubkey_parse(Context, (byte*)&point, input) == 0) return false;
        }

        key = new(x);
        return true;
    }

    /// <summary>Verifies a BIP 340 signature.</summary>
    /// <param name="message">The signed message, any length.</param>
    /// <param name="signature">64 bytes.</param>
    /// <returns>False for another length, for a signature that is not valid, and for the <c>default</c> key.</returns>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != Bip340.SignatureSize) return false;
        PublicKey.Opaque point;
        byte none = 0;
        fixed (byte* x = _x.Span, s = signature, m = message)
        {
            return secp256k1_xonly_pubkey_parse(Context, (byte*)&point, x) != 0
                && secp256k1_schnorrsig_verify(Context, s, m == null ? &none : m, (nuint)message.Length, (byte*)&point) != 0;
        }
    }

    /// <inheritdoc/>
    public bool Equals(XOnlyPublicKey other) => _x == other._x;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is XOnlyPublicKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _x.GetHashCode();

    /// <summary>Equal by content.</summary>
    public static bool operator ==(XOnlyPublicKey left, XOnlyPublicKey right) => left.Equals(right);

    /// <summary>Different by content.</summary>
    public static bool operator !=(XOnlyPublicKey left, XOnlyPublicKey right) => !left.Equals(right);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => _x.ToString();

    internal static XOnlyPublicKey Unchecked(ReadOnlySpan<byte> x) => new(x);
}
