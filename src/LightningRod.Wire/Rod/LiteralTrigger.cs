using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Rod;

/// <summary>The seed's wording of a trigger: the payee gets the payment id itself and builds the path to the payer over its LSP.</summary>
/// <param name="PaymentId">What opens the hold.</param>
/// <param name="Lsp">The relay of the payer's LSP, whose hop carries <c>payment_unblock</c>.</param>
/// <param name="Payer">The payer.</param>
public readonly record struct LiteralTrigger(PaymentId PaymentId, NodeId Lsp, NodeId Payer);
