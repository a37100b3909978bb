using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Bolt12;

/// <summary>The text form of offers, invoice requests and invoices (BOLT 12, "Encoding").</summary>
/// <remarks>A prefix, <c>1</c>, and the bytes in the alphabet of Bech32, without checksum.</remarks>
/// <param name="Prefix"><c>lno</c>, <c>lnr</c> or <c>lni</c>, lower case.</param>
/// <param name="Bytes">The TLV stream, at most <see cref="Bolt12Message.MaxSize"/> bytes when it was read.</param>
public readonly record struct Bolt12String(string Prefix, ByteString Bytes)
{
    /// <summary>Prefix of an offer.</summary>
    public const string OfferPrefix = "lno";

    /// <summary>Prefix of an invoice request.</summary>
    public const string InvoiceRequestPrefix = "lnr";

    /// <summary>Prefix of an invoice.</summary>
    public const string InvoicePrefix = "lni";

    /// <summary>Longest text that is read, characters: the largest message, with as much again for <c>+</c> and white space.</summary>
    public const int MaxLength = 2 * (PrefixLength + 1 + (((8 * Bolt12Message.MaxSize) + 4) / 5));

    private const int PrefixLength = 3;
    private const char Separator = '1';
    private const char Joint = '+';

    /// <summary>Reads a text, all lower or all upper case. A <c>+</c> between two characters, and white space after it, are taken out.</summary>
    /// <param name="text">The text, nothing before or after it.</param>
    /// <returns>
    /// Prefix and bytes, or with the offset in characters: <see cref="WireRule.TooLarge"/>, <see cref="WireRule.BadCharacter"/> (also a
    /// <c>+</c> that joins nothing), <see cref="WireRule.MixedCase"/>, <see cref="WireRule.BadPrefix"/> or <see cref="WireRule.BadPadding"/>.
    /// </returns>
    public static Result<Bolt12String> Parse(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxLength) return new WireError(WireRule.TooLarge, MaxLength, $"more than {MaxLength} characters");
        var joined = new char[text.Length];
        if (!Join(text, joined, out var length, out var error)) return error;
        var result = ParseJoined(joined.AsSpan(0, length));
        return result.IsOk ? result : result.Error with { Offset = OffsetIn(text, result.Error.Offset) };
    }

    /// <summary>The text in one piece, lower case; upper case makes smaller QR codes.</summary>
    public override string ToString() => $"{Prefix}{Separator}{Bech32.EncodeWords(Bech32.ToWords(Bytes))}";

    /// <summary>The text in lines, each but the last with <c>+</c> at its end.</summary>
    /// <param name="width">Characters of a line without the <c>+</c>, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A width below 1.</exception>
    public string ToString(int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        return string.Join("+\n", ToString().Chunk(width).Select(line => new string(line)));
    }

    /// <summary>Reads a message of one kind; an error of its bytes is told at the character in which the byte begins.</summary>
    internal static Result<T> Parse<T>(ReadOnlySpan<char> text, string prefix, BytesParser<T> parse)
    {
        if (!Parse(text).TryGet(out var read, out var error)) return error;
        if (read.Prefix != prefix) return new WireError(WireRule.BadPrefix, 0, $"the text begins with {read.Prefix} and not with {prefix}");
        var message = parse(read.Bytes);
        return message.IsOk ? message : message.Error with { Offset = OffsetIn(text, PrefixLength + 1 + (message.Error.Offset * 8 / 5)) };
    }

    private static Result<Bolt12String> ParseJoined(ReadOnlySpan<char> text)
    {
        var (lower, upper) = (text.IndexOfAnyInRange('a', 'z'), text.IndexOfAnyInRange('A', 'Z'));
        if (lower >= 0 && upper >= 0) return new WireError(WireRule.MixedCase, Math.Max(lower, upper), "upper and lower case are mixed");
        Span<char> prefix = stackalloc char[PrefixLength];
        if (text.Length <= PrefixLength || text[PrefixLength] != Separator || text[..PrefixLength].ToLowerInvariant(prefix) < 0)
            return new WireError(WireRule.BadPrefix, 0, "no prefix of three letters before a 1");
        if (prefix is not (OfferPrefix or InvoiceRequestPrefix or InvoicePrefix)) return new WireError(WireRule.BadPrefix, 0, "an unknown prefix");

        const int Start = PrefixLength + 1;
        var name = new string(prefix);
        var bytes = Bech32.DecodeWords(text[Start..]).Then(words => Bech32.ToBytes(words));
        if (!bytes.TryGet(out var value, out var error)) return error.Within(Start);
        return value.Length <= Bolt12Message.MaxSize
            ? new Bolt12String(name, ByteString.Own(value))
            : new WireError(WireRule.TooLarge, Start + (Bolt12Message.MaxSize * 8 / 5), $"more than {Bolt12Message.MaxSize} bytes");
    }

    private static bool Join(ReadOnlySpan<char> text, Span<char> joined, out int length, out WireError error)
    {
        (length, error) = (0, default);
        var atJoint = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == Joint && (atJoint || length == 0))
            {
                error = new(WireRule.BadCharacter, i, "a + with no character before it");
                return false;
            }

            if (char.IsWhiteSpace(text[i]) && !atJoint)
            {
                error = new(WireRule.BadCharacter, i, "white space that follows no +");
                return false;
            }

            if (text[i] == Joint)
            {
                atJoint = true;
            }
            else if (!char.IsWhiteSpace(text[i]))
            {
                joined[length++] = text[i];
                atJoint = false;
            }
        }

        if (atJoint) error = new(WireRule.UnexpectedEnd, text.Length, "a + with no character after it");
        return !atJoint;
    }

    /// <summary>Where a character of the joined text stands in the text as it came; its end for the joined text's end.</summary>
    private static int OffsetIn(ReadOnlySpan<char> text, int joinedOffset)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != Joint && !char.IsWhiteSpace(text[i]) && joinedOffset-- == 0) return i;
        }

        return text.Length;
    }
}

/// <summary>Reads a message from its bytes.</summary>
internal delegate Result<T> BytesParser<T>(ReadOnlySpan<byte> bytes);
