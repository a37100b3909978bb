using System.Text;
using LightningRod.Wire.Encodings;

namespace LightningRod.Cli.Decode;

/// <summary>The items on the standard input: one in a line.</summary>
internal static class InputLines
{
    /// <summary>Most bytes that are read.</summary>
    internal const int MaxBytes = 1 << 20;

    /// <summary>Reads all items with the number of the line in which each begins; empty lines are passed over.</summary>
    /// <param name="input">The input; it is read to its end or one byte beyond the bound.</param>
    /// <returns>The items, or <see cref="WireRule.TooLarge"/>.</returns>
    internal static Result<IReadOnlyList<(int Line, string Text)>> Read(Stream input)
    {
        var buffer = new byte[MaxBytes + 1];
        var length = input.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (length > MaxBytes) return new WireError(WireRule.TooLarge, MaxBytes, $"the standard input has more than {MaxBytes} bytes");

        var items = new List<(int, string)>();
        var lines = Encoding.UTF8.GetString(buffer.AsSpan(0, length)).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var first = i;
            // A BOLT 12 text goes on in the next line when this one ends with its joint.
            while (lines[i].AsSpan().TrimEnd().EndsWith('+') && i + 1 < lines.Length) i++;
            var text = string.Join('\n', lines[first..(i + 1)]);
            if (!string.IsNullOrWhiteSpace(text)) items.Add((first + 1, text));
        }

        return items;
    }
}
