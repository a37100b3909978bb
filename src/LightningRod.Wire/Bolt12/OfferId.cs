using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Bolt12;

/// <summary>offer_id: the merkle root of an offer, 32 bytes. What answers the offer repeats its records, so it tells the same id.</summary>
/// <param name="Value">The 32 bytes.</param>
public readonly record struct OfferId(Bytes32 Value)
{
    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString();
}
