using LightningRod.Engine.Abstractions;
using LightningRod.Wire.Primitives;

namespace LightningRod.Actors.HeldPayment;

/// <summary>A hold was accepted; its payment hashes are in the index.</summary>
/// <param name="Agreement">The terms.</param>
public sealed record HoldRequested(HoldAgreement Agreement) : IEvent;

/// <summary>The payment id was shown in time. It is not in here.</summary>
public sealed record HoldTriggered : IEvent;

/// <summary>The payer cancelled the hold.</summary>
public sealed record HoldCancelled : IEvent;

/// <summary>The expiry height passed before the gate opened.</summary>
public sealed record HoldExpired : IEvent;

/// <summary>No part is pending any more; the payment hashes are out of the index.</summary>
/// <param name="Status">How it ended: Done, Expired or Cancelled.</param>
public sealed record HoldEnded(HoldStatus Status) : IEvent;

/// <summary>The last event of a hold: nothing waits for the payer either.</summary>
/// <param name="Settled">The sum of the settled parts.</param>
public sealed record HoldClosed(Msat Settled) : IEvent;

/// <summary>A part is kept back.</summary>
/// <param name="Htlc">The HTLC.</param>
/// <param name="FailBackHeight">The height at which it is failed if it is not released before.</param>
/// <param name="NextIsActive">Whether its next channel was active.</param>
public sealed record PartHeld(OfferedHtlc Htlc, BlockHeight FailBackHeight, bool NextIsActive) : IEvent;

/// <summary>A part was refused as it came: it is to be failed.</summary>
/// <param name="Htlc">The HTLC.</param>
/// <param name="FailBackHeight">The height at which it would have been failed.</param>
/// <param name="Cause">Why.</param>
public sealed record PartRefused(OfferedHtlc Htlc, BlockHeight FailBackHeight, FailCause Cause) : IEvent;

/// <summary>The next channel of a held part became active, or is so no more.</summary>
/// <param name="Node">The channel node's name.</param>
/// <param name="Channel">channel_id.</param>
/// <param name="IsActive">Whether HTLCs can be sent over it.</param>
public sealed record NextChannelNoted(string Node, ChannelId Channel, bool IsActive) : IEvent;

/// <summary>A part is to go on.</summary>
/// <param name="Part">The part.</param>
public sealed record PartReleaseDecided(PartKey Part) : IEvent;

/// <summary>A held part is to be failed.</summary>
/// <param name="Part">The part.</param>
/// <param name="Cause">Why.</param>
public sealed record PartFailDecided(PartKey Part, FailCause Cause) : IEvent;

/// <summary>The node let a part go on.</summary>
/// <param name="Part">The part.</param>
public sealed record PartPassed(PartKey Part) : IEvent;

/// <summary>The outgoing HTLC of a part is gone while the incoming one is pending.</summary>
/// <param name="Part">The part.</param>
/// <param name="PayerIsBack">Whether the payer's channel was active.</param>
public sealed record PartOutgoingResolved(PartKey Part, bool PayerIsBack) : IEvent;

/// <summary>An end: the preimage came.</summary>
/// <param name="Part">The part.</param>
/// <param name="PayerIsBack">Whether the payer's channel was active.</param>
public sealed record PartSettled(PartKey Part, bool PayerIsBack) : IEvent;

/// <summary>An end: the part failed.</summary>
/// <param name="Part">The part.</param>
/// <param name="PayerIsBack">Whether the payer's channel was active.</param>
public sealed record PartFailed(PartKey Part, bool PayerIsBack) : IEvent;

/// <summary>An end: the node has the part no more and can not say what became of it.</summary>
/// <param name="Part">The part.</param>
public sealed record PartGone(PartKey Part) : IEvent;

/// <summary>An end: the part's channel closes on chain.</summary>
/// <param name="Part">The part.</param>
public sealed record PartAbandoned(PartKey Part) : IEvent;

/// <summary>The payer did not come back, and is woken again.</summary>
/// <param name="Part">The part that waits.</param>
/// <param name="Stage">Reminded or LastCall.</param>
public sealed record PayerReminded(PartKey Part, ReturnStage Stage) : IEvent;

/// <summary>The payer is back for a part.</summary>
/// <param name="Part">The part.</param>
public sealed record PartReturned(PartKey Part) : IEvent;

/// <summary>The incoming HTLC of a part expired before the payer came back.</summary>
/// <param name="Part">The part.</param>
public sealed record PartReturnMissed(PartKey Part) : IEvent;
