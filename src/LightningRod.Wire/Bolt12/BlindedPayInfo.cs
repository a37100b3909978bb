using LightningRod.Wire.Encodings;
using LightningRod.Wire.Onion;
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

    /// <summary>Sums up what the hops of a path keep, rounded up so that no hop gets too little (BOLT 4, "Route Blinding").</summary>
    /// <param name="hops">What each forwarding hop was told, the introduction node's first.</param>
    /// <param name="finalDelta">Blocks that the recipient wants for itself.</param>
    /// <param name="minimum">Smallest HTLC that all hops take.</param>
    /// <param name="maximum">Largest HTLC that all hops carry.</param>
    /// <returns>The sum, or null when a fee has more than 32 bits or the blocks more than 16.</returns>
    public static BlindedPayInfo? Of(IEnumerable<PaymentRelay> hops, ushort finalDelta, Msat minimum, Msat maximum)
    {
        const uint Millionths = 1_000_000;
        UInt128 fixedFee = 0, proportional = 0;
        uint delta = finalDelta;
        foreach (var hop in hops.Reverse())
        {
            fixedFee = (((UInt128)hop.FeeBaseMsat * Millionths) + (fixedFee * (Millionths + (UInt128)hop.FeeProportionalMillionths)) + Millionths - 1) / Millionths;
            proportional = (((proportional + hop.FeeProportionalMillionths) * Millionths) + (proportional * hop.FeeProportionalMillionths) + Millionths - 1) / Millionths;
            delta += hop.CltvExpiryDelta;
            if (fixedFee > uint.MaxValue || proportional > uint.MaxValue || delta > ushort.MaxValue) return null;
        }

        return new BlindedPayInfo((uint)fixedFee, (uint)proportional, (ushort)delta, minimum, maximum, default);
    }

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
