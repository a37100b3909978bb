using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;

namespace LightningRod.TestKit.Journals;

/// <summary>The rows of a <see cref="MemoryJournal"/>, and how a decision is checked and written.</summary>
internal sealed class MemoryRows
{
    internal Dictionary<ActorId, MemoryActor> Actors { get; } = [];

    internal long[] Epochs { get; } = new long[IShardOwnership.ShardCount];

    internal long[] LastEffects { get; } = new long[IShardOwnership.ShardCount];

    internal Dictionary<(byte Shard, CommandId Command), (StoredMessage? Reply, DateTimeOffset At)> Inbox { get; } = [];

    internal SortedDictionary<(byte Shard, long Position), OutboxRow> Outbox { get; } = [];

    internal Dictionary<(OpaqueKey Client, string Index, OpaqueKey Key), ActorId> Index { get; } = [];

    internal Dictionary<ActorId, QuarantineEntry> Quarantine { get; } = [];

    internal Dictionary<string, uint> Heights { get; } = [];

    /// <summary>Checks a decision and writes it.</summary>
    /// <param name="append">The decision.</param>
    /// <param name="lost">Actors of which the batch lost events: what comes behind them was decided on those.</param>
    internal AppendOutcome Append(ActorAppend append, HashSet<ActorId> lost)
    {
        var outcome = Check(append, lost);
        if (outcome == AppendOutcome.Written) Write(append);
        else if (!append.Events.IsEmpty) _ = lost.Add(append.Actor);
        return outcome;
    }

    private AppendOutcome Check(ActorAppend append, HashSet<ActorId> lost)
    {
        if (append.Epoch != Epochs[append.Shard]) return AppendOutcome.Fenced;
        if (append.Effects.Length > 0 && append.FirstEffectPosition <= LastEffects[append.Shard]) return AppendOutcome.Fenced;
        if (append.Command is { } command && Inbox.ContainsKey((append.Shard, command))) return AppendOutcome.CommandRepeated;
        if (lost.Contains(append.Actor)) return AppendOutcome.SequenceConflict;
        if (append.FirstSequence != (Actors.GetValueOrDefault(append.Actor)?.LastSequence ?? 0) + 1) return AppendOutcome.SequenceConflict;
        var taken = append.Index.Any(change =>
            change.Add && Index.TryGetValue((append.Actor.Client, change.Index, change.Key), out var owner) && owner != append.Actor);
        return taken ? AppendOutcome.IndexTaken : AppendOutcome.Written;
    }

    private void Write(ActorAppend append)
    {
        if (!Actors.TryGetValue(append.Actor, out var actor)) Actors[append.Actor] = actor = new MemoryActor(append.Actor, append.Shard);
        // Copies, as any storage makes them: the writer may use its buffers again.
        actor.Events.AddRange(append.Events.Select((message, i) => new StoredEvent(append.FirstSequence + i, Copy(message), append.At.ToUniversalTime())));
        actor.LastSequence += append.Events.Length;
        if (append.EndsInCheckpoint && append.Events.Length > 0) actor.Checkpoint = actor.LastSequence;
        if (append.Command is { } command)
            Inbox.Add((append.Shard, command), (append.Reply is { } reply ? Copy(reply) : null, append.At));
        WriteEffects(append);
        actor.Alarm = append.Alarm ?? actor.Alarm;
        actor.View = append.View ?? actor.View;
        foreach (var change in append.Index) Write(append.Actor, change);
        foreach (var change in append.Content)
        {
            if (change.Body is { } body) actor.Content[change.Key] = body.ToArray();
            else _ = actor.Content.Remove(change.Key);
        }
    }

    private void WriteEffects(ActorAppend append)
    {
        if (append.Effects.IsEmpty) return;
        var position = append.FirstEffectPosition;
        foreach (var (destination, effect) in append.Effects)
        {
            Outbox.Add((append.Shard, position), new OutboxRow(append.Shard, position, append.Actor, destination, Copy(effect), 0));
            position++;
        }

        LastEffects[append.Shard] = position - 1;
    }

    private void Write(ActorId actor, IndexChange change)
    {
        var entry = (actor.Client, change.Index, change.Key);
        if (change.Add) Index[entry] = actor;
        else if (Index.TryGetValue(entry, out var owner) && owner == actor) _ = Index.Remove(entry);
    }

    private static StoredMessage Copy(StoredMessage message) => message with { Payload = message.Payload.ToArray() };
}
