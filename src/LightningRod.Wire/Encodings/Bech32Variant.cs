namespace LightningRod.Wire.Encodings;

/// <summary>Which of the two checksums a <see cref="Bech32"/> text ends with; they differ in one constant.</summary>
public enum Bech32Variant
{
    /// <summary>Bech32: BOLT 11 and witness version 0 (BIP 173).</summary>
    Bech32,

    /// <summary>Bech32m: witness versions 1 to 16 (BIP 350).</summary>
    Bech32m,
}
