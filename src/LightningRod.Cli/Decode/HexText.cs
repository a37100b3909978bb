using LightningRod.Wire.Encodings;

namespace LightningRod.Cli.Decode;

/// <summary>Hexadecimal text as people paste it: an optional <c>0x</c>, and white space anywhere.</summary>
internal static class HexText
{
    /// <summary>Most bytes: no Lightning message is longer.</summary>
    internal const int MaxBytes = ushort.MaxValue;

    /// <summary>Reads the digits.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The bytes, or an error with the offset in characters of <paramref name="text"/>.</returns>
    internal static Result<ByteString> Parse(ReadOnlySpan<char> text)
    {
        var digits = new char[text.Length];
        var count = 0;
        for (var i = PrefixLength(text); i < text.Length; i++)
        {
            if (!char.IsWhiteSpace(text[i])) digits[count++] = text[i];
        }

        if (count > 2 * MaxBytes) return new WireError(WireRule.TooLarge, CharacterOf(text, MaxBytes), $"more than {MaxBytes} bytes");
        var bytes = ByteString.ParseHex(digits.AsSpan(0, count));
        return bytes.IsOk ? bytes : bytes.Error with { Offset = CharacterOfDigit(text, bytes.Error.Offset) };
    }

    /// <summary>Where a byte begins in the text; the text's end for one behind the last.</summary>
    internal static int CharacterOf(ReadOnlySpan<char> text, int byteOffset) => CharacterOfDigit(text, 2 * byteOffset);

    private static int CharacterOfDigit(ReadOnlySpan<char> text, int digit)
    {
        for (var i = PrefixLength(text); i < text.Length; i++)
        {
            if (!char.IsWhiteSpace(text[i]) && digit-- == 0) return i;
        }

        return text.Length;
    }

    private static int PrefixLength(ReadOnlySpan<char> text) => text is ['0', 'x' or 'X', ..] ? 2 : 0;
}
