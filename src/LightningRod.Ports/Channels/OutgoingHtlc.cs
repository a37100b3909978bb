using LightningRod.Wire.Primitives;

namespace LightningRod.Ports.Channels;

/// <summary>An HTLC that is pending in an outgoing channel.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="HtlcId">Its id there.</param>
/// <param name="PaymentHash">What it is locked to.</param>
/// <param name="Amount">Its amount.</param>
/// <param name="Expiry">Its expiry height.</param>
public readonly record struct OutgoingHtlc(ChannelId Channel, ulong HtlcId, PaymentHash PaymentHash, Msat Amount, BlockHeight Expiry);
