using LightningRod.Ports.Channels;
using LightningRod.Wire.Primitives;

namespace LightningRod.TestKit.Histories;

/// <summary>Something that a channel node saw of an HTLC.</summary>
/// <param name="Key">The HTLC.</param>
/// <param name="Height">The node's height at that moment.</param>
public abstract record HtlcEntry(HtlcKey Key, BlockHeight Height) : HistoryEntry;

/// <summary>The node offered it, for the first time or again.</summary>
/// <param name="Key">The HTLC.</param>
/// <param name="Height">The node's height at that moment.</param>
/// <param name="Hash">What it is locked to.</param>
/// <param name="From">The peer from which it came.</param>
/// <param name="IsClients">Whether that is a client, over its unannounced channel.</param>
public sealed record OfferSeen(HtlcKey Key, BlockHeight Height, PaymentHash Hash, NodeId From, bool IsClients) : HtlcEntry(Key, Height)
{
    /// <summary>From which height on it may be failed though nobody decided about it; null for never.</summary>
    public BlockHeight? MayFailUndecidedFrom { get; init; }

    /// <summary>In one line.</summary>
    public override string ToString() => $"{Key} offered at {Height} by {(IsClients ? "a client" : "a stranger")}, hash {Hash.ToString().AsSpan(0, 8)}";
}

/// <summary>The node took an answer.</summary>
/// <param name="Key">The HTLC.</param>
/// <param name="Height">The node's height at that moment.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Epoch">The epoch under which it was given.</param>
public sealed record AnswerTaken(HtlcKey Key, BlockHeight Height, HtlcAnswer Answer, ulong Epoch) : HtlcEntry(Key, Height)
{
    /// <summary>In one line.</summary>
    public override string ToString() => $"{Key} answered {Answer.GetType().Name} at {Height} under epoch {Epoch}";
}

/// <summary>The node forwarded it.</summary>
/// <param name="Key">The HTLC.</param>
/// <param name="Height">The node's height at that moment.</param>
public sealed record ForwardSeen(HtlcKey Key, BlockHeight Height) : HtlcEntry(Key, Height)
{
    /// <summary>In one line.</summary>
    public override string ToString() => $"{Key} forwarded at {Height}";
}

/// <summary>It has an end that its node knows.</summary>
/// <param name="Key">The HTLC.</param>
/// <param name="Height">The node's height at that moment.</param>
/// <param name="End">Settled, failed, or waiting until the payer is back.</param>
public sealed record EndSeen(HtlcKey Key, BlockHeight Height, string End) : HtlcEntry(Key, Height)
{
    /// <summary>In one line.</summary>
    public override string ToString() => $"{Key} {End} at {Height}";
}

/// <summary>The node's height changed.</summary>
/// <param name="Height">The height.</param>
public sealed record HeightSeen(BlockHeight Height) : HistoryEntry
{
    /// <summary>The height.</summary>
    public override string ToString() => $"height {Height}";
}
