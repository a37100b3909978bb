using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace LightningRod.Wire.Primitives;

/// <summary>32 bytes that compare by content; the ground of hashes, secrets and ids.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct Bytes32 : IEquatable<Bytes32>
{
    /// <summary>Length, bytes.</summary>
    public const int Size = 32;

    private readonly ulong _0, _1, _2, _3;

    /// <summary>Copies 32 bytes.</summary>
    /// <param name="bytes">Exactly 32 bytes.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    public Bytes32(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size) throw new ArgumentException($"{Size} bytes are expected, not {bytes.Length}.", nameof(bytes));
        this = MemoryMarshal.Read<Bytes32>(bytes);
    }

    /// <summary>The bytes.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Span => MemoryMarshal.AsBytes(new ReadOnlySpan<Bytes32>(in this));

    /// <summary>Whether all bytes are zero.</summary>
    public bool IsZero => (_0 | _1 | _2 | _3) == 0;

    /// <summary>Reads 64 hexadecimal digits.</summary>
    /// <param name="hex">The text.</param>
    /// <exception cref="FormatException">It is not 64 hexadecimal digits; for constants and settings, not for strangers' input.</exception>
    public static Bytes32 FromHex(string hex) => hex.Length == 2 * Size
        ? new(Convert.FromHexString(hex))
        : throw new FormatException($"{2 * Size} hexadecimal digits are expected, not {hex.Length}.");

    /// <summary>32 bytes from the system's secure random source.</summary>
    public static Bytes32 Random()
    {
        Span<byte> bytes = stackalloc byte[Size];
        RandomNumberGenerator.Fill(bytes);
        return new(bytes);
    }

    /// <summary>SHA-256 of some bytes.</summary>
    /// <param name="bytes">What to hash.</param>
    public static Bytes32 Sha256(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(bytes, hash);
        return new(hash);
    }

    /// <summary>Compares in a time that does not depend on the content; for secrets.</summary>
    /// <param name="other">The other bytes.</param>
    public bool FixedTimeEquals(Bytes32 other) => CryptographicOperations.FixedTimeEquals(Span, other.Span);

    /// <inheritdoc/>
    public bool Equals(Bytes32 other) => _0 == other._0 && _1 == other._1 && _2 == other._2 && _3 == other._3;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Bytes32 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_0, _1, _2, _3);

    /// <summary>Equal by content.</summary>
    public static bool operator ==(Bytes32 left, Bytes32 right) => left.Equals(right);

    /// <summary>Different by content.</summary>
    public static bool operator !=(Bytes32 left, Bytes32 right) => !left.Equals(right);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(Span);
}
