using System.Numerics;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Wire.Primitives;

/// <summary>A set of feature bits, as <c>init</c>, invoices and offers carry it (BOLT 9). Compares by content; <c>default</c> is empty.</summary>
/// <remarks>
/// On the wire a big-endian bit field: bit 0 is the lowest bit of the last byte. The bits of a feature are a pair; the even one demands it
/// and the odd one offers it. Members that take "a feature" accept either bit of its pair. Leading zero bytes mean nothing and are not kept.
/// </remarks>
public readonly struct Features : IEquatable<Features>
{
    /// <summary>Number of bits that the longest field of any message has room for: 8 times 65535.</summary>
    public const int MaxBits = 8 * ushort.MaxValue;

    /// <summary>How many bits <see cref="UnknownRequired"/> and <see cref="ToString"/> name at most, whatever a stranger sets.</summary>
    public const int MaxNamed = 64;

    private const int EvenBitsOfByte = 0x55;

    private readonly ByteString _bytes;

    private Features(ByteString minimal) => _bytes = minimal;

    /// <summary>No bit.</summary>
    public static Features None => default;

    /// <summary>The shortest encoding: no leading zero byte, no byte at all for an empty set.</summary>
    public ByteString Bytes => _bytes;

    /// <summary>Reads a bit field. Every input is one; a copy of it, without leading zero bytes, is kept.</summary>
    /// <param name="bytes">The bit field, big-endian.</param>
    public static Features FromBytes(ReadOnlySpan<byte> bytes) => new(ByteString.CopyOf(bytes.TrimStart((byte)0)));

    /// <summary>The set of some bits.</summary>
    /// <param name="bits">The bits, each as it is and not its pair.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bit is negative or not below <see cref="MaxBits"/>.</exception>
    public static Features Of(params ReadOnlySpan<int> bits)
    {
        var highest = -1;
        foreach (var bit in bits) highest = Math.Max(highest, Checked(bit));
        var bytes = new byte[(highest / 8) + 1];
        foreach (var bit in bits) bytes[^((bit / 8) + 1)] |= (byte)(1 << (bit % 8));
        return bits.IsEmpty ? None : new(ByteString.Own(bytes));
    }

    /// <summary>Whether exactly this bit is set.</summary>
    /// <param name="bit">The bit; any number may be asked for.</param>
    public bool IsSet(int bit) => bit >= 0 && bit / 8 < _bytes.Length && (_bytes.Span[^((bit / 8) + 1)] & (1 << (bit % 8))) != 0;

    /// <summary>Whether a feature is there, by either bit of its pair: what BOLT 1 calls offered.</summary>
    /// <param name="feature">Either bit of the pair.</param>
    public bool Has(int feature) => IsSet(feature & ~1) || IsSet(feature | 1);

    /// <summary>Whether a feature is demanded: the even bit of its pair is set.</summary>
    /// <param name="feature">Either bit of the pair.</param>
    public bool IsRequired(int feature) => IsSet(feature & ~1);

    /// <summary>Whether a feature is there and not demanded: of its pair only the odd bit is set.</summary>
    /// <param name="feature">Either bit of the pair.</param>
    public bool IsOptional(int feature) => IsSet(feature | 1) && !IsSet(feature & ~1);

    /// <summary>This set and one more bit.</summary>
    /// <param name="bit">The bit, as it is and not its pair.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bit is negative or not below <see cref="MaxBits"/>.</exception>
    public Features With(int bit) => this | Of(bit);

    /// <summary>The demanded features that a reader does not know; it must refuse what carries them (BOLT 1, BOLT 11, BOLT 12).</summary>
    /// <param name="known">Either bit of each feature that the reader knows.</param>
    /// <returns>The even bits, lowest first, at most <see cref="MaxNamed"/>; empty when every demanded feature is known.</returns>
    public IReadOnlyList<int> UnknownRequired(params ReadOnlySpan<int> known)
    {
        List<int>? unknown = null;
        for (var i = 0; i < _bytes.Length; i++)
        {
            for (var even = _bytes.Span[^(i + 1)] & EvenBitsOfByte; even != 0; even &= even - 1)
            {
                var bit = (8 * i) + BitOperations.TrailingZeroCount(even);
                if (known.Contains(bit) || known.Contains(bit | 1)) continue;
                (unknown ??= []).Add(bit);
                if (unknown.Count == MaxNamed) return unknown;
            }
        }

        return unknown ?? [];
    }

    /// <summary>A feature's name in its source, for example <c>option_onion_messages</c>; <c>bit 1234</c> when the table has none.</summary>
    /// <param name="feature">Either bit of the pair.</param>
    public static string NameOf(int feature) =>
        feature >= 0 && WireNumbers.Find(nameof(FeatureBit), (ulong)(feature | 1)) is { } row ? row.Name : $"bit {feature}";

    /// <summary>The shortest encoding: no leading zero byte, no byte at all for an empty set.</summary>
    public byte[] ToArray() => _bytes.ToArray();

    /// <inheritdoc/>
    public bool Equals(Features other) => _bytes == other._bytes;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Features other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _bytes.GetHashCode();

    /// <summary>All bits of both sets, as a reader of <c>init</c> joins <c>globalfeatures</c> and <c>features</c>.</summary>
    public static Features operator |(Features left, Features right)
    {
        var (shorter, longer) = left._bytes.Length < right._bytes.Length ? (left._bytes, right._bytes) : (right._bytes, left._bytes);
        if (shorter.IsEmpty) return new(longer);
        var bytes = longer.ToArray();
        var tail = bytes.AsSpan(longer.Length - shorter.Length);
        for (var i = 0; i < tail.Length; i++) tail[i] |= shorter.Span[i];
        return new(ByteString.Own(bytes));
    }

    /// <summary>The same bits.</summary>
    public static bool operator ==(Features left, Features right) => left.Equals(right);

    /// <summary>Other bits.</summary>
    public static bool operator !=(Features left, Features right) => !left.Equals(right);

    /// <summary>At most <see cref="MaxNamed"/> names, lowest first: for example <c>var_onion_optin (required), option_onion_messages</c>.</summary>
    public override string ToString()
    {
        var names = new List<string>();
        for (var bit = 0; bit < 8 * _bytes.Length; bit++)
        {
            if (!IsSet(bit)) continue;
            if (names.Count == MaxNamed) return string.Join(", ", names) + ", ...";
            names.Add(bit % 2 == 0 ? NameOf(bit) + " (required)" : NameOf(bit));
        }

        return string.Join(", ", names);
    }

    private static int Checked(int bit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bit);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bit, MaxBits);
        return bit;
    }
}
