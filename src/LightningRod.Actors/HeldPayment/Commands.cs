using LightningRod.Engine.Abstractions;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Actors.HeldPayment;

/// <summary>Asks for a hold: a <c>hold_request</c> whose signature was verified. Answered by <see cref="HoldAnswered"/>.</summary>
/// <param name="Hashes">The payment hashes.</param>
/// <param name="ExpiryHeight">Last height at which the hold may be opened.</param>
/// <param name="MaxAmount">The sum of all parts that may be held.</param>
/// <param name="Limits">What the client may ask for at present.</param>
public sealed record RequestHold(PaymentHashList Hashes, BlockHeight ExpiryHeight, Msat MaxAmount, HoldLimits Limits) : ICommand;

/// <summary>Cancels the hold: a <c>hold_cancel</c> whose signature was verified. Answered by <see cref="HoldAnswered"/>.</summary>
public sealed record CancelHold : ICommand;

/// <summary>A channel node offers an HTLC of the payer. Answered by <see cref="PartAnswered"/>, by the present state, never from an inbox.</summary>
/// <remarks>A part that is known gets its present decision. Offered again it tells one thing: whether its next channel is active by now.</remarks>
/// <param name="Htlc">The HTLC.</param>
/// <param name="ForwardDelta">The node's cltv_expiry_delta for the outgoing channel, blocks.</param>
/// <param name="AutoFailHeight">The height at which the node fails the HTLC by itself; null when it never does.</param>
/// <param name="NextIsActive">Whether the next channel is active.</param>
/// <param name="MayBeOld">Whether the node may have offered it before and its history was not looked up.</param>
public sealed record OfferPart(
    OfferedHtlc Htlc, uint ForwardDelta, BlockHeight? AutoFailHeight, bool NextIsActive, bool MayBeOld = false) : ICommand;

/// <summary>Shows a payment id: the trigger. Answered by <see cref="TriggerAnswered"/>. Holds a secret; never stored.</summary>
/// <param name="PaymentId">What was shown.</param>
public sealed record ShowPaymentId(PaymentId PaymentId) : ICommand;

/// <summary>A channel of a channel node became active, or is so no more. No answer.</summary>
/// <remarks>A connector that begins tells it of the next channels of all parts that it holds, by this or by offering them again.</remarks>
/// <param name="Node">The channel node's name.</param>
/// <param name="Channel">channel_id.</param>
/// <param name="IsActive">Whether HTLCs can be sent over it now.</param>
public sealed record NextChannelChanged(string Node, ChannelId Channel, bool IsActive) : ICommand;

/// <summary>What a channel node says about a part.</summary>
public enum PartReport
{
    /// <summary>It let the part go on.</summary>
    Released,

    /// <summary>The preimage came.</summary>
    Settled,

    /// <summary>It failed the part, or the part failed further along.</summary>
    Failed,

    /// <summary>A release came too late: the part was failed before.</summary>
    AlreadyFailed,

    /// <summary>It has the part no more and can not say what became of it.</summary>
    Gone,

    /// <summary>The outgoing HTLC is gone while the incoming one is pending; how it ended is not known.</summary>
    OutgoingResolved,

    /// <summary>The incoming channel closes on chain.</summary>
    ChannelClosing,

    /// <summary>The incoming HTLC is removed: the payer is back.</summary>
    Returned,
}

/// <summary>A channel node reports a part. Answered by <see cref="ReportAnswered"/>.</summary>
/// <param name="Part">The part.</param>
/// <param name="Report">What the node says.</param>
/// <param name="PayerIsBack">Whether the payer's channel is active, so that the incoming HTLC is or will be removed at once.</param>
public sealed record ReportPart(PartKey Part, PartReport Report, bool PayerIsBack) : ICommand;
