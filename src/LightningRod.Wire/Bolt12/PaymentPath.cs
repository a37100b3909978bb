using LightningRod.Wire.Onion;

namespace LightningRod.Wire.Bolt12;

/// <summary>A way for the payment: a blinded path of <c>invoice_paths</c> with its entry of <c>invoice_blindedpay</c> (BOLT 12).</summary>
/// <param name="Path">The path.</param>
/// <param name="PayInfo">What it costs and carries.</param>
public sealed record PaymentPath(BlindedPath Path, BlindedPayInfo PayInfo);
