namespace LightningRod.Engine.Abstractions;

/// <summary>1 to 64 bytes that name something; compares by content. <c>default</c> is no name.</summary>
public readonly struct OpaqueKey : IEquatable<OpaqueKey>
{
    /// <summary>Longest key, bytes.</summary>
    public const int MaxLength = 64;

    private readonly byte[]? _bytes;

    /// <summary>Copies a key.</summary>
    /// <param name="bytes">1 to 64 bytes.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    public OpaqueKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 or > MaxLength) throw new ArgumentException($"A key has 1 to {MaxLength} bytes, not {bytes.Length}.", nameof(bytes));
        _bytes = bytes.ToArray();
    }

    /// <summary>The bytes; empty for <c>default</c>.</summary>
    public ReadOnlySpan<byte> Span => _bytes;

    /// <summary>Whether this is <c>default</c>, no name.</summary>
    public bool IsDefault => _bytes is null;

    /// <summary>Reads an even number of hexadecimal digits.</summary>
    /// <param name="hex">2 to 128 digits.</param>
    /// <exception cref="FormatException">It is no hexadecimal text; for constants and tools.</exception>
    public static OpaqueKey FromHex(string hex) => new(Convert.FromHexString(hex));

    /// <summary>A copy as an array.</summary>
    public byte[] ToArray() => Span.ToArray();

    /// <inheritdoc/>
    public bool Equals(OpaqueKey other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is OpaqueKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <summary>Equal by content.</summary>
    public static bool operator ==(OpaqueKey left, OpaqueKey right) => left.Equals(right);

    /// <summary>Different by content.</summary>
    public static bool operator !=(OpaqueKey left, OpaqueKey right) => !left.Equals(right);

    /// <summary>Lower-case hexadecimal text.</summary>
    public override string ToString() => Convert.ToHexStringLower(Span);
}
