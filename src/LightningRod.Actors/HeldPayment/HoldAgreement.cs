using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Actors.HeldPayment;

/// <summary>The terms of a hold as they were accepted.</summary>
/// <param name="Hashes">The payment hashes whose HTLCs are held.</param>
/// <param name="ExpiryHeight">Last height at which a trigger is obeyed.</param>
/// <param name="MaxAmount">The sum of all parts, with the fees that they bring.</param>
/// <param name="ReturnDelta">Blocks kept for the payer to come back before its HTLC expires.</param>
/// <param name="MinBlocksLeft">Blocks that a part needs until its fail-back height.</param>
/// <param name="MaxParts">Most parts that are held or on their way at one time.</param>
public sealed record HoldAgreement(
    PaymentHashList Hashes, BlockHeight ExpiryHeight, Msat MaxAmount, uint ReturnDelta, uint MinBlocksLeft, int MaxParts)
{
    /// <summary>Most parts of which the hold takes note, refused ones included, so that a payer can not make the journal grow without end.</summary>
    public int MaxPartsNoted => (int)Math.Min(int.MaxValue, 4L * MaxParts);

    /// <summary>What the payer is told.</summary>
    public HoldTerms Terms => new(ExpiryHeight, ReturnDelta);
}
