using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Rod;

/// <summary>What the LSP promises of a hold.</summary>
/// <param name="ExpiryHeight">Last height at which the hold may be opened: the requested one or a lower one.</param>
/// <param name="ReturnDelta">Blocks kept for the payer to come back before its HTLC expires.</param>
public readonly record struct HoldTerms(BlockHeight ExpiryHeight, uint ReturnDelta);
