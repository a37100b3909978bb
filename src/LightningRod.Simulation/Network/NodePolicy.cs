using LightningRod.Wire.Onion;

namespace LightningRod.Simulation.Network;

/// <summary>What a node asks for a forward.</summary>
/// <param name="FeeBaseMsat">Fixed fee, msat.</param>
/// <param name="FeeProportionalMillionths">Fee in millionths of the forwarded amount.</param>
/// <param name="CltvExpiryDelta">Blocks between incoming and outgoing expiry.</param>
public sealed record NodePolicy(uint FeeBaseMsat = 1000, uint FeeProportionalMillionths = 100, ushort CltvExpiryDelta = 34)
{
    /// <summary>The same as a blinded path tells it.</summary>
    public PaymentRelay ToRelay() => new(CltvExpiryDelta, FeeProportionalMillionths, FeeBaseMsat);

    internal bool IsCoveredBy(PaymentRelay terms) =>
        terms.FeeBaseMsat >= FeeBaseMsat && terms.FeeProportionalMillionths >= FeeProportionalMillionths && terms.CltvExpiryDelta >= CltvExpiryDelta;
}
