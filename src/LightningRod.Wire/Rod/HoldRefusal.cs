namespace LightningRod.Wire.Rod;

/// <summary>Why a hold was refused.</summary>
/// <param name="Code">One of <see cref="Numbers.HoldErrorCode"/>; readers take unknown ones for "refused".</param>
/// <param name="Text">One phrase for people, at most 512 bytes of UTF-8.</param>
public sealed record HoldRefusal(ushort Code, string? Text = null)
{
    /// <summary>Longest text, bytes of UTF-8.</summary>
    public const int MaxTextLength = 512;

    /// <summary>One phrase for people, at most 512 bytes of UTF-8.</summary>
    /// <exception cref="ArgumentException">It is longer.</exception>
    public string? Text { get; init => field = BoundedText.Check(value, MaxTextLength); } = BoundedText.Check(Text, MaxTextLength);
}
