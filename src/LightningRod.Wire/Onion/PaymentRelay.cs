using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Onion;

/// <summary><c>payment_relay</c>: what a hop of a blinded payment path keeps when it forwards (BOLT 4).</summary>
/// <param name="CltvExpiryDelta">Blocks between the incoming and the outgoing expiry.</param>
/// <param name="FeeProportionalMillionths">Fee in millionths of the forwarded amount.</param>
/// <param name="FeeBaseMsat">Fixed fee, msat.</param>
public readonly record struct PaymentRelay(ushort CltvExpiryDelta, uint FeeProportionalMillionths, uint FeeBaseMsat)
{
    private const ulong Millionths = 1_000_000;

    /// <summary>What is forwarded of an incoming amount: it is rounded up, so that the payee never gets too little (BOLT 4).</summary>
    /// <param name="incoming">The incoming HTLC's amount.</param>
    /// <returns>The amount to forward, or null when the incoming one does not cover the fixed fee.</returns>
    public Msat? AmountToForward(Msat incoming)
    {
        if (incoming.Value < FeeBaseMsat) return null;
        var divisor = Millionths + FeeProportionalMillionths;
        return new Msat((ulong)((((UInt128)(incoming.Value - FeeBaseMsat) * Millionths) + divisor - 1) / divisor));
    }

    /// <summary>The least incoming amount of which <paramref name="forwarded"/> goes on.</summary>
    /// <param name="forwarded">The amount that must go on.</param>
    /// <exception cref="OverflowException">More than 64 bits of msat.</exception>
    public Msat AmountToReceive(Msat forwarded) =>
        new(checked(forwarded.Value + FeeBaseMsat + (ulong)((UInt128)forwarded.Value * FeeProportionalMillionths / Millionths)));

    /// <summary>The outgoing expiry of an incoming one.</summary>
    /// <param name="incoming">The incoming HTLC's expiry height.</param>
    /// <returns>The outgoing height, or null when the incoming one is below the delta.</returns>
    public BlockHeight? ExpiryToForward(BlockHeight incoming) => incoming.Value < CltvExpiryDelta ? null : incoming - CltvExpiryDelta;

    internal static PaymentRelay Read(ref WireReader reader) => new(reader.ReadUInt16(), reader.ReadUInt32(), reader.ReadTruncatedUInt32());

    internal void WriteTo(WireWriter writer) => writer.WriteUInt16(CltvExpiryDelta).WriteUInt32(FeeProportionalMillionths).WriteTruncated(FeeBaseMsat);
}
