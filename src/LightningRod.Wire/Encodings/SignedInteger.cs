using System.Buffers.Binary;

namespace LightningRod.Wire.Encodings;

/// <summary>A signed integer in the shortest of s8, s16, s32 and s64 that holds it, big-endian two's complement (BOLT 1, appendix D).</summary>
public static class SignedInteger
{
    /// <summary>Longest encoding, bytes.</summary>
    public const int MaxLength = 8;

    /// <summary>Length of a value's encoding, bytes: 1, 2, 4 or 8.</summary>
    /// <param name="value">The value.</param>
    public static int Length(long value) => value switch
    {
        >= sbyte.MinValue and <= sbyte.MaxValue => 1,
        >= short.MinValue and <= short.MaxValue => 2,
        >= int.MinValue and <= int.MaxValue => 4,
        _ => 8,
    };

    /// <summary>Writes a value.</summary>
    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    /// <param name="value">The value.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(Span<byte> destination, long value)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        var length = Length(value);
        bytes[^length..].CopyTo(destination);
        return length;
    }

    /// <summary>Reads a value; the number of bytes tells its type.</summary>
    /// <param name="bytes">1, 2, 4 or 8 bytes.</param>
    /// <returns>The value, or <see cref="WireRule.WrongLength"/>, or <see cref="WireRule.NotMinimal"/> when a shorter type holds it.</returns>
    public static Result<long> Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is not (1 or 2 or 4 or 8))
            return new WireError(WireRule.WrongLength, Math.Min(bytes.Length, MaxLength), "a signed integer has 1, 2, 4 or 8 bytes");
        long value = (sbyte)bytes[0];
        foreach (var next in bytes[1..]) value = (value << 8) | next;
        return Length(value) == bytes.Length ? value : new WireError(WireRule.NotMinimal, 0, "a signed integer is not minimal");
    }
}
