using LightningRod.Engine.Abstractions;
using LightningRod.Ports.Channels;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Htlcs;

/// <summary>A client's HTLC that waits for an answer on the present stream.</summary>
/// <param name="Offer">The offer.</param>
/// <param name="Stream">The stream on which it is open.</param>
internal sealed record OpenOffer(HtlcOffer Offer, OpenStream Stream)
{
    /// <summary>The hold that it belongs to; null before that is known.</summary>
    internal ActorId? Hold { get; init; }

    /// <summary>The channel that it would go over, when the node knows one.</summary>
    internal ChannelId? Next { get; init; }

    /// <summary>First height at which it is failed, as the hold said; null before it was said.</summary>
    internal BlockHeight? FailBackHeight { get; init; }

    /// <summary>A release that waits for the next channel: the last height at which it may be given; null for none.</summary>
    internal BlockHeight? ReleaseUntil { get; init; }

    /// <summary>Whether nobody has said anything about it.</summary>
    internal bool IsUndecided => FailBackHeight is null && ReleaseUntil is null;
}
