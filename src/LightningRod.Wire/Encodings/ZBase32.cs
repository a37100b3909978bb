namespace LightningRod.Wire.Encodings;

/// <summary>z-base-32 as Lightning's <c>signmessage</c> uses it: five bits a character, big-endian, the last one filled with zeros.</summary>
public static class ZBase32
{
    private const string Alphabet = "ybndrfg8ejkmcpqxot1uwisza345h769";
    private const byte None = 0xff;

    private static readonly byte[] Values = Invert();

    /// <summary>Writes bytes as text.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>Eight characters for five bytes, rounded up; lower case.</returns>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var length = ((8L * bytes.Length) + 4) / 5;
        return string.Create(checked((int)length), bytes, static (text, source) =>
        {
            uint buffer = 0;
            var (bits, next) = (0, 0);
            for (var i = 0; i < text.Length; i++)
            {
                if (bits < 5)
                {
                    buffer = (buffer << 8) | (next < source.Length ? source[next++] : 0u);
                    bits += 8;
                }

                bits -= 5;
                text[i] = Alphabet[(int)(buffer >> bits) & 31];
            }
        });
    }

    /// <summary>Reads text of this encoding; upper case is not accepted, so that every value has one text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>
    /// The bytes, or <see cref="WireRule.BadCharacter"/>, <see cref="WireRule.WrongLength"/> for a length that no bytes encode to, or
    /// <see cref="WireRule.BadPadding"/> for bits left over that are not zero; the offset counts characters.
    /// </returns>
    public static Result<ByteString> Decode(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] >= Values.Length || Values[text[i]] == None) return new WireError(WireRule.BadCharacter, i, "not a character of z-base-32");
        }

        if (text.Length % 8 is 1 or 3 or 6) return new WireError(WireRule.WrongLength, text.Length, "no bytes have a z-base-32 text of this length");

        var bytes = new byte[5L * text.Length / 8];
        uint buffer = 0;
        var (bits, next) = (0, 0);
        foreach (var character in text)
        {
            buffer = (buffer << 5) | Values[character];
            bits += 5;
            if (bits < 8) continue;
            bits -= 8;
            bytes[next++] = (byte)(buffer >> bits);
        }

        return (buffer & ((1u << bits) - 1)) != 0
            ? new WireError(WireRule.BadPadding, text.Length - 1, "the bits after the last byte are not zero")
            : ByteString.Own(bytes);
    }

    private static byte[] Invert()
    {
        var values = new byte[128];
        Array.Fill(values, None);
        for (byte i = 0; i < Alphabet.Length; i++) values[Alphabet[i]] = i;
        return values;
    }
}
