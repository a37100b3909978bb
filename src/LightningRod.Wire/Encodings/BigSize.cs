using System.Buffers.Binary;

namespace LightningRod.Wire.Encodings;

/// <summary>BigSize: an unsigned integer of 1, 3, 5 or 9 bytes, big-endian, always in its shortest form (BOLT 1, appendix A).</summary>
public static class BigSize
{
    /// <summary>Longest encoding, bytes.</summary>
    public const int MaxLength = 9;

    /// <summary>Length of a value's encoding, bytes: 1, 3, 5 or 9.</summary>
    /// <param name="value">The value.</param>
    public static int Length(ulong value) => value switch
    {
        < 0xfd => 1,
        <= ushort.MaxValue => 3,
        <= uint.MaxValue => 5,
        _ => 9,
    };

    /// <summary>Writes a value.</summary>
    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    /// <param name="value">The value.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(Span<byte> destination, ulong value)
    {
        switch (Length(value))
        {
            case 1:
                destination[0] = (byte)value;
                return 1;
            case 3:
                destination[0] = 0xfd;
                BinaryPrimitives.WriteUInt16BigEndian(destination[1..], (ushort)value);
                return 3;
            case 5:
                destination[0] = 0xfe;
                BinaryPrimitives.WriteUInt32BigEndian(destination[1..], (uint)value);
                return 5;
            default:
                destination[0] = 0xff;
                BinaryPrimitives.WriteUInt64BigEndian(destination[1..], value);
                return 9;
        }
    }

    /// <summary>Reads a value from the start of some bytes.</summary>
    /// <param name="source">The bytes; more may follow the value.</param>
    /// <param name="value">The value when true is returned.</param>
    /// <param name="length">How many bytes it took when true is returned.</param>
    /// <param name="error"><see cref="WireRule.UnexpectedEnd"/> or <see cref="WireRule.NotMinimal"/> when false is returned.</param>
    public static bool TryRead(ReadOnlySpan<byte> source, out ulong value, out int length, out WireError error)
    {
        (value, length, error) = (0, 0, default);
        if (source.IsEmpty)
        {
            error = new(WireRule.UnexpectedEnd, 0, "no BigSize");
            return false;
        }

        length = source[0] switch { 0xfd => 3, 0xfe => 5, 0xff => 9, _ => 1 };
        if (source.Length < length)
        {
            error = new(WireRule.UnexpectedEnd, source.Length, "a BigSize is cut short");
            return false;
        }

        value = length switch
        {
            1 => source[0],
            3 => BinaryPrimitives.ReadUInt16BigEndian(source[1..]),
            5 => BinaryPrimitives.ReadUInt32BigEndian(source[1..]),
            _ => BinaryPrimitives.ReadUInt64BigEndian(source[1..]),
        };
        if (Length(value) == length) return true;
        error = new(WireRule.NotMinimal, 0, "a BigSize is not minimal");
        return false;
    }
}
