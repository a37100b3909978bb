using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Onion;

/// <summary><c>payment_constraints</c>: what an HTLC must keep to be forwarded over a blinded path (BOLT 4).</summary>
/// <param name="MaxCltvExpiry">Highest expiry height that is accepted.</param>
/// <param name="HtlcMinimum">Least amount that is accepted.</param>
public readonly record struct PaymentConstraints(BlockHeight MaxCltvExpiry, Msat HtlcMinimum)
{
    /// <summary>Whether an HTLC keeps the constraints.</summary>
    /// <param name="expiry">Its expiry height.</param>
    /// <param name="amount">Its amount.</param>
    public bool Allow(BlockHeight expiry, Msat amount) => expiry <= MaxCltvExpiry && amount >= HtlcMinimum;

    internal static PaymentConstraints Read(ref WireReader reader) => new(new(reader.ReadUInt32()), new(reader.ReadTruncatedUInt64()));

    internal void WriteTo(WireWriter writer) => writer.WriteUInt32(MaxCltvExpiry.Value).WriteTruncated(HtlcMinimum.Value);
}
