using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Bolt12;

/// <summary>What a blinded path costs and carries as a whole: <c>blinded_payinfo</c>, 28 bytes and the features (BOLT 12, "Invoices").</summary>
/// <param name="FeeBaseMsat">Fee of the whole path for each payment, msat.</param>
/// <param name="FeeProportionalMillionths">Fee of the whole path for each million of the amount.</param>
/// <param name="CltvExpiryDelta">Blocks that the path adds, with those of the recipient.</param>
/// <param name="HtlcMinimum">Smallest HTLC.</param>
/// <param name="HtlcMaximum">Largest HTLC.</param>
/// <param name="Features">What a payer must know to use the path; none is known yet.</param>
public readonly record struct BlindedPayInfo(
    uint FeeBaseMsat, uint FeeProportionalMillionths, ushort CltvExpiryDelta, Msat HtlcMinimum, Msat HtlcMaximum, Features Features)
{
    /// <summary>Whether a payer may use the path: no even feature bit is unknown.</summary>
    public bool IsUsable => Features.UnknownRequired() is [];

    /// <summary>Reads one.</summary>
    /// <param name="reader">The reader.</param>
    public static BlindedPayInfo Read(ref WireReader reader) => new(
        reader.ReadUInt32(),
        reader.ReadUInt32(),
        reader.ReadUInt16(),
        new Msat(reader.ReadUInt64()),
        new Msat(reader.ReadUInt64()),
        Features.FromBytes(reader.ReadSpan(reader.ReadUInt16())));

    /// <summary>Appends it.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteTo(WireWriter writer) => writer
        .WriteUInt32(FeeBaseMsat)
        .WriteUInt32(FeeProportionalMillionths)
        .WriteUInt16(CltvExpiryDelta)
        .WriteUInt64(HtlcMinimum.Value)
        .WriteUInt64(HtlcMaximum.Value)
        .WriteUInt16(checked((ushort)Features.Bytes.Length))
        .Write(Features.Bytes);
}
