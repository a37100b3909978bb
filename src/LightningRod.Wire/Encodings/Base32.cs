namespace LightningRod.Wire.Encodings;

/// <summary>Base 32 of RFC 4648 in lower case, as onion services are named; for multiples of 5 bytes, which are multiples of 8 characters.</summary>
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

    /// <summary>Reads text of either case into as many bytes as it holds; gives the index of the first strange character, or -1.</summary>
    internal static int Decode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        bytes.Clear();
        for (var i = 0; i < text.Length; i++)
        {
            var value = Alphabet.IndexOf((char)(char.IsAsciiLetterUpper(text[i]) ? text[i] | 0x20 : text[i]), StringComparison.Ordinal);
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
