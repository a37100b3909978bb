namespace LightningRod.Wire.Encodings;

/// <summary>The parts of a Bech32 or Bech32m text (BIP 173, BIP 350).</summary>
/// <param name="Prefix">The human-readable part in lower case, 1 to 83 characters.</param>
/// <param name="Words">The data part without its checksum, one 5-bit word per byte; word i stands at character <c>Prefix.Length + 1 + i</c>.</param>
/// <param name="Variant">Which checksum it has.</param>
public sealed record Bech32Text(string Prefix, ByteString Words, Bech32Variant Variant);
