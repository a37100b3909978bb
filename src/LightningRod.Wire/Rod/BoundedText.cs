using System.Text;

namespace LightningRod.Wire.Rod;

/// <summary>Keeps writers to the bounds that readers have.</summary>
internal static class BoundedText
{
    internal static string? Check(string? text, int maxLength) => text is null || Encoding.UTF8.GetByteCount(text) <= maxLength
        ? text
        : throw new ArgumentException($"A text has at most {maxLength} bytes of UTF-8.", nameof(text));
}
