using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Encodings;

namespace LightningRod.Cli.Decode;

/// <summary>Reads one input: finds out what it is, or takes it for what it was said to be.</summary>
internal static class Decoder
{
    private const string Byte = "byte";
    private const string Character = "character";
    private const string Nothing = "there is nothing to decode";
    private const string Unrecognized = "neither a Lightning text (lno1, lnr1, lni1, lnbc, lntb, ...) nor hexadecimal digits";

    /// <summary>Decodes an input.</summary>
    /// <param name="input">A stranger's text of any content.</param>
    /// <param name="forced">What to take it for; null to find out.</param>
    /// <param name="context">What the user gave beside it.</param>
    internal static Answer Decode(string input, Kind? forced, DecodeContext context)
    {
        var start = input.Length - input.AsSpan().TrimStart().Length;
        start += TextRecogniser.SchemeLength(input.AsSpan(start));
        var text = input.AsSpan(start).TrimEnd();
        if (text.IsEmpty) return Refused(forced, new(WireRule.UnexpectedEnd, start, Nothing));

        var said = TextRecogniser.Recognise(text);
        if (forced is { FromBytes: null }) return FromText(forced, text, start, context);
        if (said is null) return FromHex(forced, text, start, context);
        return forced is null or { FromText: not null }
            ? FromText(forced ?? said, text, start, context)
            : FromBytesOfText(forced, text, start, context);
    }

    private static Answer FromText(Kind kind, ReadOnlySpan<char> text, int start, DecodeContext context) =>
        kind.FromText!(text, context).TryGet(out var node, out var error) ? new(kind, node, null) : Refused(kind, error.Within(start));

    /// <summary>A BOLT 12 text that is to be taken for something else than it says, for example for its records.</summary>
    private static Answer FromBytesOfText(Kind forced, ReadOnlySpan<char> text, int start, DecodeContext context)
    {
        if (!Bolt12String.Parse(text).TryGet(out var parts, out var error)) return Refused(forced, error.Within(start));
        return forced.FromBytes!(parts.Bytes, context).TryGet(out var node, out error)
            ? new(forced, node, null)
            : new(forced, null, new Refusal(error, Byte, null));
    }

    private static Answer FromHex(Kind? forced, ReadOnlySpan<char> text, int start, DecodeContext context)
    {
        if (forced is null && !char.IsAsciiHexDigit(text[0])) return Refused(null, new(WireRule.Unrecognized, start, Unrecognized));
        if (!HexText.Parse(text).TryGet(out var bytes, out var error)) return Refused(forced, error.Within(start));
        if (forced is null && bytes.IsEmpty) return Refused(null, new(WireRule.UnexpectedEnd, start + text.Length, Nothing));

        var kind = forced ?? BytesRecogniser.Recognise(bytes);
        if (kind.FromBytes!(bytes, context).TryGet(out var node, out error)) return new(kind, node, null);
        return new(kind, null, new Refusal(error, Byte, start + HexText.CharacterOf(text, error.Offset)));
    }

    private static Answer Refused(Kind? kind, WireError error) => new(kind, null, new Refusal(error, Character, error.Offset));
}
