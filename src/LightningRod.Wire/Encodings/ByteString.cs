namespace LightningRod.Wire.Encodings;

/// <summary>Immutable bytes that compare by content, for fields of records. <c>default</c> is empty.</summary>
public readonly struct ByteString : IEquatable<ByteString>
{
    private readonly ReadOnlyMemory<byte> _bytes;

    private ByteString(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <summary>No bytes.</summary>
    public static ByteString Empty => default;

    /// <summary>Length, bytes.</summary>
    public int Length => _bytes.Length;

    /// <summary>Whether there are no bytes.</summary>
    public bool IsEmpty => _bytes.IsEmpty;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => _bytes.Span;

    /// <summary>The bytes as memory.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes;

    /// <summary>Copies the bytes.</summary>
    /// <param name="bytes">What to copy.</param>
    public static ByteString CopyOf(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? default : new(bytes.ToArray());

    /// <summary>Takes memory over without a copy; the caller no longer writes to it.</summary>
    /// <param name="bytes">The bytes to own.</param>
    public static ByteString Own(ReadOnlyMemory<byte> bytes) => new(bytes);

    /// <summary>Reads hexadecimal text of either case.</summary>
    /// <param name="hex">An even number of hexadecimal digits.</param>
    /// <returns>The bytes, or <see cref="WireRule.BadCharacter"/> or <see cref="WireRule.WrongLength"/> with the offset in characters.</returns>
    public static Result<ByteString> ParseHex(ReadOnlySpan<char> hex)
    {
        for (var i = 0; i < hex.Length; i++)
        {
            if (!char.IsAsciiHexDigit(hex[i])) return new WireError(WireRule.BadCharacter, i, "not a hexadecimal digit");
        }

        return hex.Length % 2 != 0
            ? new WireError(WireRule.WrongLength, hex.Length, "an odd number of hexadecimal digits")
            : Own(Convert.FromHexString(hex));
    }

    /// <summary>A part of the bytes, without a copy.</summary>
    /// <param name="start">First byte.</param>
    /// <param name="length">How many.</param>
    public ByteString Slice(int start, int length) => new(_bytes.Slice(start, length));

    /// <summary>A copy as an array.</summary>
    public byte[] ToArray() => _bytes.ToArray();

    /// <summary>Lower-case hexadecimal text.</summary>
    public string ToHex() => Convert.ToHexStringLower(_bytes.Span);

    /// <inheritdoc/>
    public override string ToString() => ToHex();

    /// <inheritdoc/>
    public bool Equals(ByteString other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ByteString other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <summary>Equal by content.</summary>
    public static bool operator ==(ByteString left, ByteString right) => left.Equals(right);

    /// <summary>Different by content.</summary>
    public static bool operator !=(ByteString left, ByteString right) => !left.Equals(right);

    /// <summary>The bytes as a span.</summary>
    public static implicit operator ReadOnlySpan<byte>(ByteString bytes) => bytes.Span;
}
