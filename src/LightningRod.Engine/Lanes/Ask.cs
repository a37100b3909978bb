using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Kinds;

namespace LightningRod.Engine.Lanes;

/// <summary>One command on its way through a lane.</summary>
/// <remarks>
/// The asker may give up at any time; the lane passes over what it has not decided by then. Slots are given back when the lane is through
/// with it, not when the asker gives up: otherwise one who asks and gives up quickly would have no bound.
/// </remarks>
internal sealed class Ask(ActorId actor, byte shard, ActorKind kind, ICommand command, CommandId? commandId, ReadOnlyMemory<byte> trace, long askedAt) : LaneMessage
{
    private readonly TaskCompletionSource<AskResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ActorId Actor { get; } = actor;

    internal byte Shard { get; } = shard;

    internal ActorKind Kind { get; } = kind;

    /// <summary>What was asked.</summary>
    internal ICommand Original { get; } = command;

    /// <summary>What the actor decides about: what was asked, or that its index entry is taken.</summary>
    internal ICommand Command { get; set; } = command;

    internal CommandId? CommandId { get; } = commandId;

    internal ReadOnlyMemory<byte> Trace { get; } = trace;

    internal long AskedAt { get; } = askedAt;

    /// <summary>How often it was decided.</summary>
    internal int Attempts { get; set; }

    /// <summary>The next one that waits for the same actor.</summary>
    internal Ask? Next { get; set; }

    /// <summary>Gives back what was taken for it; called once, by the lane.</summary>
    internal Action<Ask>? Release { get; init; }

    internal Task<AskResult> Answer => _answer.Task;

    /// <summary>Whether nobody waits for an answer any more.</summary>
    internal bool IsAbandoned => _answer.Task.IsCompleted;

    /// <summary>The asker waits no more.</summary>
    internal void Abandon() => _answer.TrySetResult(new AskResult.TimedOut());

    /// <summary>The lane is through with it.</summary>
    internal void Finish(AskResult result)
    {
        _answer.TrySetResult(result);
        Release?.Invoke(this);
    }
}
