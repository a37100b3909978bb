using System.Runtime.CompilerServices;
using static LightningRod.Wire.Cryptography.Secp256k1Native;

namespace LightningRod.Wire.Cryptography;

/// <summary>A point of secp256k1 that was proven to be on the curve; 33 bytes compressed on the wire.</summary>
/// <remarks><c>default</c> is no point: operations on it throw <see cref="InvalidOperationException"/>.</remarks>
public readonly unsafe struct PublicKey : IEquatable<PublicKey>
{
    /// <summary>Length of the compressed form, bytes.</summary>
    public const int Size = 33;

    private readonly Opaque _point;

    private PublicKey(in Opaque point) => _point = point;

    /// <summary>Reads a compressed point.</summary>
    /// <param name="compressed">33 bytes.</param>
    /// <param name="key">The point when true is returned.</param>
    /// <returns>False for another length and for bytes that are no point of the curve.</returns>
    public static bool TryParse(ReadOnlySpan<byte> compressed, out PublicKey key)
    {
        key = default;
        if (compressed.Length != Size) return false;
        Opaque point;
        fixed (byte* input = compressed)
        {
            if (secp256k1_ec_pubkey_parse(Context, (byte*)&point, input, Size) == 0) return false;
        }

        key = new(point);
        return true;
    }

    /// <summary>Reads 66 hexadecimal digits.</summary>
    /// <param name="hex">The text.</param>
    /// <exception cref="FormatException">It is no compressed point; for constants and settings, not for strangers' input.</exception>
    public static PublicKey FromHex(string hex) =>
        TryParse(Convert.FromHexString(hex), out var key) ? key : throw new FormatException("A public key is 66 hexadecimal digits of a compressed point.");

    /// <summary>The sum of two points.</summary>
    /// <param name="left">A point.</param>
    /// <param name="right">A point.</param>
    /// <param name="sum">The sum when true is returned.</param>
    /// <returns>False when the sum is the point at infinity.</returns>
    public static bool TryAdd(PublicKey left, PublicKey right, out PublicKey sum)
    {
        Opaque point, l = left.Checked(), r = right.Checked();
        var inputs = stackalloc byte*[] { (byte*)&l, (byte*)&r };
        var ok = secp256k1_ec_pubkey_combine(Context, (byte*)&point, inputs, 2) != 0;
        sum = ok ? new(point) : default;
        return ok;
    }

    /// <summary>The point times a scalar.</summary>
    /// <param name="scalar">32 bytes, big-endian.</param>
    /// <param name="product">The product when true is returned.</param>
    /// <returns>False when the scalar is zero or not below the curve's order.</returns>
    public bool TryMultiply(ReadOnlySpan<byte> scalar, out PublicKey product)
    {
        var point = Checked();
        fixed (byte* s = Exactly32(scalar))
        {
            var ok = secp256k1_ec_pubkey_tweak_mul(Context, (byte*)&point, s) != 0;
            product = ok ? new(point) : default;
            return ok;
        }
    }

    /// <summary>The point plus a scalar times the generator.</summary>
    /// <param name="scalar">32 bytes, big-endian.</param>
    /// <param name="sum">The sum when true is returned.</param>
    /// <returns>False when the scalar is not below the curve's order or the sum is the point at infinity.</returns>
    public bool TryAddScalar(ReadOnlySpan<byte> scalar, out PublicKey sum)
    {
        var point = Checked();
        fixed (byte* s = Exactly32(scalar))
        {
            var ok = secp256k1_ec_pubkey_tweak_add(Context, (byte*)&point, s) != 0;
            sum = ok ? new(point) : default;
            return ok;
        }
    }

    /// <summary>The same x with the other y.</summary>
    public PublicKey Negate()
    {
        var point = Checked();
        _ = secp256k1_ec_pubkey_negate(Context, (byte*)&point);
        return new(point);
    }

    /// <summary>The x coordinate alone, as BIP 340 uses it.</summary>
    public XOnlyPublicKey ToXOnly()
    {
        Span<byte> bytes = stackalloc byte[Size];
        Serialize(bytes);
        return XOnlyPublicKey.Unchecked(bytes[1..]);
    }

    /// <summary>Whether y is odd: the prefix is 03.</summary>
    public bool HasOddY
    {
        get
        {
            Span<byte> bytes = stackalloc byte[Size];
            Serialize(bytes);
            return bytes[0] == 3;
        }
    }

    /// <summary>Writes the compressed form.</summary>
    /// <param name="destination">At least 33 bytes; the first 33 are written.</param>
    public void Serialize(Span<byte> destination)
    {
        var point = Checked();
        nuint length = Size;
        fixed (byte* output = destination[..Size]) _ = secp256k1_ec_pubkey_serialize(Context, output, &length, (byte*)&point, Compressed);
    }

    /// <summary>The compressed form, 33 bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        Serialize(bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public bool Equals(PublicKey other)
    {
        if (IsDefault || other.IsDefault) return IsDefault == other.IsDefault;
        Span<byte> left = stackalloc byte[Size], right = stackalloc byte[Size];
        Serialize(left);
        other.Serialize(right);
        return left.SequenceEqual(right);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PublicKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => IsDefault ? 0 : ToXOnly().GetHashCode();

    /// <summary>Equal points.</summary>
    public static bool operator ==(PublicKey left, PublicKey right) => left.Equals(right);

    /// <summary>Different points.</summary>
    public static bool operator !=(PublicKey left, PublicKey right) => !left.Equals(right);

    /// <summary>66 lower-case hexadecimal digits.</summary>
    public override string ToString() => IsDefault ? "" : Convert.ToHexStringLower(ToArray());

    internal bool IsDefault => !((ReadOnlySpan<byte>)_point).ContainsAnyExcept((byte)0);

    /// <summary>The library's own form; it aborts the process when it is given an empty one, hence the check.</summary>
    internal Opaque Checked() => IsDefault ? throw new InvalidOperationException("The default PublicKey is no point.") : _point;

    internal static PublicKey FromOpaque(in Opaque point) => new(point);

    private static ReadOnlySpan<byte> Exactly32(ReadOnlySpan<byte> scalar, [CallerArgumentExpression(nameof(scalar))] string? name = null) =>
        scalar.Length == PrivateKey.Size ? scalar : throw new ArgumentException("A scalar has 32 bytes.", name);

    /// <summary>secp256k1_pubkey: 64 bytes in the library's own form.</summary>
    [InlineArray(64)]
    internal struct Opaque
    {
        private byte _first;
    }
}
