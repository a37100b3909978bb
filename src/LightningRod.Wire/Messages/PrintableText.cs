using System.Globalization;
using System.Text;

namespace LightningRod.Wire.Messages;

/// <summary>A stranger's bytes made harmless for terminals and logs (BOLT 1: only printable ASCII should be printed verbatim).</summary>
internal static class PrintableText
{
    private const int MaxBytes = 512;

    internal static string Of(ReadOnlySpan<byte> bytes)
    {
        var shown = bytes[..Math.Min(bytes.Length, MaxBytes)];
        var text = new StringBuilder(shown.Length);
        foreach (var b in shown)
        {
            // The backslash too, so that nobody can imitate an escape.
            if (b is >= 0x20 and <= 0x7e and not (byte)'\\')
                text.Append((char)b);
            else
                text.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}");
        }

        return (shown.Length < bytes.Length ? text.Append("...") : text).ToString();
    }
}
