using LightningRod.Wire.Primitives;

namespace LightningRod.Actors.HeldPayment;

/// <summary>An HTLC as the channel node offers it.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Hash">payment_hash.</param>
/// <param name="Amount">What comes in, with the fees of all hops after it.</param>
/// <param name="IncomingExpiry">cltv_expiry of the incoming HTLC.</param>
/// <param name="OutgoingAmount">What goes out.</param>
/// <param name="OutgoingExpiry">cltv_expiry of the outgoing HTLC.</param>
/// <param name="Next">Where it goes.</param>
public sealed record OfferedHtlc(
    PartKey Key, PaymentHash Hash, Msat Amount, BlockHeight IncomingExpiry, Msat OutgoingAmount, BlockHeight OutgoingExpiry, NextHop Next);
