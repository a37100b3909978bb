namespace LightningRod.Wire.Encodings;

/// <summary>Base 32 of RFC 4648 in lower case and without padding, as onion service names are written; lengths are multiples of 5 bytes and 8 characters.</summary>
internal static class Base32
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int BitsOfCharacter = 5;

    internal static string Encode(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[bytes.Length * 8 / BitsOfCharacter];
        for (var i = 0; i < text.Length; i++)
        {
            var bit = i * BitsOfCharacter;
            var pair = (bytes[bit / 8] << 8) | ((bit / 8) + 1 < bytes.Length ? bytes[(bit / 8) + 1] : 0);
            text[i] = Alphabet[(pair >> (16 - BitsOfCharacter - (bit % 8))) & 31];
        }

        return new(text);
    }

    /// <summary>Reads text of either case into as many bytes as it holds; gives the index of the first character that is none of the alphabet, or -1.</summary>
    internal static int Decode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        bytes.Clear();
        for (var i = 0; i < text.Length; i++)
        {
            var value = Alphabet.IndexOf(char.ToLowerInvariant(text[i]), StringComparison.Ordinal);
            if (value < 0) return i;
            for (var bit = 0; bit < BitsOfCharacter; bit++)
            {
                var position = (i * BitsOfCharacter) + bit;
                bytes[position / 8] |= (byte)(((value >> (BitsOfCharacter - 1 - bit)) & 1) << (7 - (position % 8)));
            }
        }

        return -1;
    }
}
