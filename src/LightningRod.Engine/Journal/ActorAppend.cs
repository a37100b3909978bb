using System.Collections.Immutable;
using LightningRod.Engine.Abstractions;

namespace LightningRod.Engine.Journal;

/// <summary>One decision of one actor, encoded: all of it becomes durable, or nothing.</summary>
/// <param name="Actor">Whose decision.</param>
/// <param name="Shard">The actor's shard, 0 to 255.</param>
/// <param name="Epoch">The epoch under which this member owns the shard.</param>
/// <param name="FirstSequence">Number of the first event: one more than the actor's last; 1 for its first. Checked also when there are no events.</param>
/// <param name="At">When it was decided, UTC. Times are kept to the microsecond.</param>
public sealed record ActorAppend(ActorId Actor, byte Shard, long Epoch, long FirstSequence, DateTimeOffset At)
{
    /// <summary>The events, in order.</summary>
    public ImmutableArray<StoredMessage> Events { get; init; } = [];

    /// <summary>Whether the last event holds all of the actor's state, so that the events before it may go.</summary>
    public bool EndsInCheckpoint { get; init; }

    /// <summary>The command that was decided, for the inbox; null for commands that need no repetition guard.</summary>
    public CommandId? Command { get; init; }

    /// <summary>The reply that a repetition of the command gets.</summary>
    public StoredMessage? Reply { get; init; }

    /// <summary>
    /// Position in the shard's outbox of the first effect: the owner counts them, one more for each. One that was given before is
    /// <see cref="AppendOutcome.Fenced"/>: somebody else counts too. A refused append may leave a gap.
    /// </summary>
    public long FirstEffectPosition { get; init; }

    /// <summary>Effects with their destinations, in order.</summary>
    public ImmutableArray<(string Destination, StoredMessage Effect)> Effects { get; init; } = [];

    /// <summary>The actor's next alarm; null keeps the present one.</summary>
    public Alarm? Alarm { get; init; }

    /// <summary>Index entries to add and remove, in order. Adding what the actor has, and removing what it has not, does nothing.</summary>
    public ImmutableArray<IndexChange> Index { get; init; } = [];

    /// <summary>Bytes to put and delete.</summary>
    public ImmutableArray<ContentChange> Content { get; init; } = [];

    /// <summary>The actor's row in lists; null keeps the present one.</summary>
    public ViewRow? View { get; init; }

    /// <summary>W3C trace context of the command, 25 bytes (trace id 16, span id 8, flags 1), or empty.</summary>
    public ReadOnlyMemory<byte> TraceContext { get; init; }
}
