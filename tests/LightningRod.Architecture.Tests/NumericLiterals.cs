using System.Globalization;
using System.Text.RegularExpressions;

namespace LightningRod.Architecture.Tests;

/// <summary>Finds the integer literals of C# text; comments, strings and characters are passed over.</summary>
internal static partial class NumericLiterals
{
    internal static IEnumerable<(int Line, ulong Value)> Of(string code)
    {
        foreach (Match match in Token().Matches(code))
        {
            if (match.Groups["number"] is { Success: true } number && Value(number.Value.Replace("_", "", StringComparison.Ordinal)) is { } value)
                yield return (code.AsSpan(0, match.Index).Count('\n') + 1, value);
        }
    }

    private static ulong? Value(string digits)
    {
        var (text, style) = digits switch
        {
            ['0', 'x' or 'X', ..] => (digits[2..], NumberStyles.AllowHexSpecifier),
            ['0', 'b' or 'B', ..] => (digits[2..], NumberStyles.AllowBinarySpecifier),
            _ => (digits, NumberStyles.None),
        };
        return ulong.TryParse(text, style, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    [GeneratedRegex("""""
        //[^\n]* | /\*[\s\S]*?\*/
        | (?<quotes>"{3,})[\s\S]*?\k<quotes>
        | (?:@\$?|\$@)"(?:[^"]|"")*"
        | "(?:\\.|[^"\\\n])*"
        | '(?:\\[^\n']+|\\'|[^'\\\n])'
        | (?<!\w)(?<number>0[xX][0-9a-fA-F_]+|0[bB][01_]+|[0-9][0-9_]*)
        """"", RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}
