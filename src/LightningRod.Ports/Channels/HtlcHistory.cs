using LightningRod.Wire.Primitives;

namespace LightningRod.Ports.Channels;

/// <summary>What a node knows about an HTLC.</summary>
/// <param name="State">Where it is.</param>
/// <param name="Preimage">The preimage, when it is settled and the node tells.</param>
public readonly record struct HtlcHistory(HtlcState State, PaymentPreimage? Preimage = null);

/// <summary>Where an HTLC is, by its node's own word.</summary>
public enum HtlcState
{
    /// <summary>The node cannot tell: it keeps no history, or not of this HTLC any more. Not a proof of anything.</summary>
    NotTold,

    /// <summary>There never was such an HTLC.</summary>
    NeverSeen,

    /// <summary>It is there and was not forwarded: held, or about to be offered.</summary>
    NotForwarded,

    /// <summary>It was forwarded and is not resolved downstream. It must not be failed.</summary>
    Forwarded,

    /// <summary>The outgoing HTLC is gone, the incoming one is not: the result waits for the payer.</summary>
    OutgoingResolved,

    /// <summary>It is settled.</summary>
    Settled,

    /// <summary>It failed.</summary>
    Failed,
}
