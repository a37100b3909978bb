using System.Text;

namespace LightningRod.Cli.Decode;

/// <summary>Says why an input was refused, and shows the place.</summary>
internal static class RefusalPrinter
{
    private const int Before = 40;
    private const int After = 30;
    private const string Cut = "...";

    /// <summary>Prints one line that names the rule and, unless the input may hold secrets, the surroundings of the place with a caret.</summary>
    /// <param name="answer">What became of the input; it is not fine.</param>
    /// <param name="where">Which input, for example <c>line 3</c>; empty when there is only one.</param>
    /// <param name="input">The input.</param>
    /// <param name="error">Where to.</param>
    internal static void Print(Answer answer, string where, string input, TextWriter error)
    {
        var prefix = where.Length == 0 ? "rod decode: " : $"rod decode: {where}: ";
        if (answer.Refusal is not { } refusal)
        {
            var fault = answer.Node!.Fault()!;
            error.WriteLine($"{prefix}taken for {answer.KindName}: {fault.Name}: {fault.Children[0].Text}");
            return;
        }

        var taken = answer.Kind is null ? "not recognised" : $"taken for {answer.Kind.Name}";
        error.WriteLine($"{prefix}{taken}: {Faults.Text(refusal.Error, refusal.Unit)}");
        if (refusal.Character is not { } at || input.Length == 0 || answer.Kind is { MayHoldSecrets: true }) return;
        error.WriteLine(Excerpt(input, at, out var caret));
        error.WriteLine(new string(' ', caret) + "^");
    }

    private static string Excerpt(string input, int at, out int caret)
    {
        var start = at <= Before ? 0 : at - Before;
        var end = Math.Min(input.Length, at + After);
        var excerpt = new StringBuilder("  ").Append(start > 0 ? Cut : "");
        caret = excerpt.Length + at - start;
        // One column for each character, whatever it is, so that the caret stands right.
        foreach (var c in input.AsSpan(start, end - start)) excerpt.Append(c is >= ' ' and <= '~' ? c : '?');
        return excerpt.Append(end < input.Length ? Cut : "").ToString();
    }
}
