using System.Globalization;
using System.Text;

namespace LightningRod.Cli.Decode;

/// <summary>A stranger's text made harmless for terminals: what moves the cursor, changes colours or turns the direction is escaped.</summary>
internal static class ShownText
{
    private const int MaxLength = 2_000;

    /// <summary>The text in quotes, with escapes, cut after 2000 characters.</summary>
    internal static string Quoted(string text)
    {
        var shown = new StringBuilder("\"");
        foreach (var rune in text.AsSpan(0, Math.Min(text.Length, MaxLength)).EnumerateRunes())
        {
            if (rune.Value is '"' or '\\') shown.Append('\\').Append((char)rune.Value);
            else if (IsHarmless(rune)) shown.Append(rune.ToString());
            else shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
        }

        shown.Append('"');
        return text.Length <= MaxLength ? shown.ToString() : shown.Append(CultureInfo.InvariantCulture, $"... ({text.Length} characters)").ToString();
    }

    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
