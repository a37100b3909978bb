using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;

namespace LightningRod.Engine.Fabric;

/// <summary>What became of a command.</summary>
public abstract record AskResult
{
    private AskResult()
    {
    }

    /// <summary>The actor decided, and what it decided is durable.</summary>
    /// <param name="Reply">What it said, if anything.</param>
    /// <param name="Epoch">The epoch of the shard's owner that answers. Who has seen a higher one of this shard takes no notice of the reply.</param>
    public sealed record Replied(IReply? Reply, long Epoch) : AskResult;

    /// <summary>Nothing happened: a bound was reached. Ask again later.</summary>
    /// <param name="Bound">Which.</param>
    public sealed record Busy(BusyBound Bound) : AskResult;

    /// <summary>Nothing happened: the actor was set aside because it failed.</summary>
    /// <param name="Category">Why.</param>
    public sealed record Quarantined(QuarantineCategory Category) : AskResult;

    /// <summary>No answer in time. The command may be decided all the same: ask again under the same command id.</summary>
    public sealed record TimedOut : AskResult;

    /// <summary>Nothing happened: another member owns the actor's shard.</summary>
    /// <param name="Owner">That member, where it is known.</param>
    public sealed record NotMine(string? Owner) : AskResult;

    /// <summary>The storage failed, or the member stops.</summary>
    /// <param name="OutcomeIsUnknown">Whether it may have happened all the same: ask again under the same command id.</param>
    public sealed record Unavailable(bool OutcomeIsUnknown) : AskResult;
}

/// <summary>A bound that keeps a command out.</summary>
public enum BusyBound
{
    /// <summary>The client has as many commands in flight as it may.</summary>
    Client,

    /// <summary>The lane's queue is full.</summary>
    Lane,
}
