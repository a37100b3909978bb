using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Failures;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Telemetry;

namespace LightningRod.Engine.Kinds;

/// <summary>Reads actors from the journal.</summary>
internal sealed class ActorLoader(IJournal journal, Instruments instruments, TimeProvider time)
{
    /// <summary>Reads an actor from its last checkpoint on.</summary>
    /// <returns>The loaded actor, or why it cannot be loaded.</returns>
    /// <exception cref="JournalUnavailableException">The storage failed; that is not the actor's fault.</exception>
    internal async Task<(Cell? Cell, ActorFailure? Failure)> LoadAsync(ActorKind kind, ActorId id, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var cell = kind.NewCell(id);
        var count = 0;
        await foreach (var stored in journal.ReadEventsAsync(id, cancel))
        {
            if (Replay(kind, cell, stored, isFirst: count++ == 0) is { } failure) return (null, failure);
        }

        instruments.Recovered(kind.Name, count, time.GetElapsedTime(began));
        return (cell, null);
    }

    private static ActorFailure? Replay(ActorKind kind, Cell cell, StoredEvent stored, bool isFirst)
    {
        object message;
        try
        {
            message = kind.Codec.Decode(stored.Message);
        }
        catch (UnreadableMessageException unreadable)
        {
            return new(unreadable.NameIsUnknown ? QuarantineCategory.UnknownEvent : QuarantineCategory.UnreadableEvent, unreadable.Message);
        }
        catch (Exception thrown)
        {
            return new(QuarantineCategory.UnreadableEvent, $"{stored.Message.Name} (event {stored.Sequence}): {ActorFailure.Describe(thrown)}");
        }

        if (message is not IEvent @event)
            return new(QuarantineCategory.UnreadableEvent, $"{stored.Message.Name} (event {stored.Sequence}) is no event.");

        // Only a checkpoint may stand first under a number above 1: it holds what the events before it said.
        var follows = stored.Sequence == cell.Sequence + 1 || (isFirst && stored.Sequence > 1 && @event is ICheckpoint);
        if (!follows)
            return new(QuarantineCategory.SequenceGap, $"Event {stored.Sequence} ({stored.Message.Name}) follows event {cell.Sequence}.");

        try
        {
            cell.Replay(stored.Sequence, @event);
            return null;
        }
        catch (Exception thrown)
        {
            return new(QuarantineCategory.ApplyFailed, $"{stored.Message.Name} (event {stored.Sequence}): {ActorFailure.Describe(thrown)}");
        }
    }
}
