using LightningRod.Wire.Bolt12;

namespace LightningRod.Cli.Decode;

/// <summary>Tells texts by how they begin.</summary>
internal static class TextRecogniser
{
    private const string UriScheme = "lightning:";
    private const int PrefixLength = 3;

    /// <summary>How many characters stand before the thing itself: 10 behind <c>lightning:</c>, else none.</summary>
    internal static int SchemeLength(ReadOnlySpan<char> text) =>
        text.StartsWith(UriScheme, StringComparison.OrdinalIgnoreCase) ? UriScheme.Length : 0;

    /// <summary>What a text says it is; null when it is none of the texts, and perhaps hexadecimal.</summary>
    /// <param name="text">The text without scheme.</param>
    internal static Kind? Recognise(ReadOnlySpan<char> text)
    {
        Span<char> prefix = stackalloc char[PrefixLength];
        var length = 0;
        // BOLT 12 texts may be in pieces, even inside their prefix.
        foreach (var c in text)
        {
            if (length == PrefixLength) break;
            if (c != '+' && !char.IsWhiteSpace(c)) prefix[length++] = char.ToLowerInvariant(c);
        }

        return prefix[..length] switch
        {
            Bolt12String.OfferPrefix => Kinds.Offer,
            Bolt12String.InvoiceRequestPrefix => Kinds.InvoiceRequest,
            Bolt12String.InvoicePrefix => Kinds.Invoice,
            ['l', 'n', ..] => Kinds.Bolt11,
            _ => null,
        };
    }
}
