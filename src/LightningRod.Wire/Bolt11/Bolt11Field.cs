using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Bolt11;

/// <summary>A tagged field of an invoice as it stands there (BOLT 11, "Tagged Fields").</summary>
/// <param name="Tag">The type, 0 to 31; the known ones are in <see cref="Numbers.Bolt11Tag"/>.</param>
/// <param name="Words">The data: at most 1023 words of 5 bits, one per byte.</param>
public readonly record struct Bolt11Field(byte Tag, ByteString Words)
{
    /// <summary>Longest data, words.</summary>
    public const int MaxWords = 1023;

    /// <summary>Longest data of whole bytes.</summary>
    public const int MaxBytes = MaxWords * 5 / 8;
}
