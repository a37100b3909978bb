using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Async;
using LightningRod.Engine.Journal;
using Microsoft.Extensions.Logging;

namespace LightningRod.Engine.Failures;

/// <summary>The actors that were set aside, each alone.</summary>
/// <remarks>
/// Thread-safe. Counts at once in memory and is noted in the journal as soon as that is possible; should the member die in between, the actor
/// fails again and is set aside again.
/// </remarks>
internal sealed partial class Quarantine(
    IJournal journal, RetryPolicy retry, BackgroundTasks background, StorageFailures storage, TimeProvider time, ILogger logger, CancellationToken stop)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ActorId, QuarantineEntry> _entries = [];

    // Notes and releases of one actor must not overtake each other.
    private readonly Turns _writes = new();
    private volatile int _count;

    internal int Count => _count;

    /// <summary>Reads who is set aside.</summary>
    internal async Task ReadAsync(CancellationToken cancel)
    {
        var entries = await journal.ReadQuarantineAsync(cancel);
        lock (_gate)
        {
            foreach (var entry in entries) _entries[entry.Actor] = entry;
            _count = _entries.Count;
        }
    }

    /// <summary>Why an actor is set aside, or null when it is not.</summary>
    internal QuarantineCategory? Find(ActorId actor)
    {
        if (_count == 0) return null;
        lock (_gate) return _entries.TryGetValue(actor, out var entry) ? entry.Category : null;
    }

    /// <summary>Sets an actor aside.</summary>
    internal void Add(ActorId actor, ActorFailure failure)
    {
        var entry = new QuarantineEntry(actor, failure.Category, failure.Detail, time.GetUtcNow());
        lock (_gate)
        {
            _entries[actor] = entry;
            _count = _entries.Count;
        }

        Log.SetAside(logger, actor.Kind, failure.Category, failure.Detail);
        background.Run("noting a quarantine", () => NoteAsync(entry));
    }

    /// <summary>Lets an actor run again.</summary>
    /// <returns>False when it was not set aside.</returns>
    internal Task<bool> ReleaseAsync(ActorId actor, CancellationToken cancel) => _writes.RunAsync(async () =>
    {
        var stored = await journal.ReleaseAsync(actor, cancel);
        lock (_gate)
        {
            var known = _entries.Remove(actor);
            _count = _entries.Count;
            return stored || known;
        }
    });

    /// <summary>How many are set aside for each reason.</summary>
    internal IReadOnlyList<(QuarantineCategory Category, int Count)> Counts()
    {
        lock (_gate) return [.. Enum.GetValues<QuarantineCategory>().Select(category => (category, _entries.Values.Count(entry => entry.Category == category)))];
    }

    private async Task NoteAsync(QuarantineEntry entry)
    {
        for (var failures = 1; !await _writes.RunAsync(() => TryNoteAsync(entry)); failures++) await retry.WaitAsync(failures, stop);
    }

    private async Task<bool> TryNoteAsync(QuarantineEntry entry)
    {
        lock (_gate)
        {
            // Released by now, or set aside again for another reason.
            if (!_entries.TryGetValue(entry.Actor, out var present) || !ReferenceEquals(present, entry)) return true;
        }

        try
        {
            await journal.QuarantineAsync(entry, stop);
            return true;
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException)
        {
            storage.Failed("quarantine", thrown);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2011, LogLevel.Error, "An actor of kind {Kind} is set aside: {Category}, {Detail}")]
        internal static partial void SetAside(ILogger logger, string kind, QuarantineCategory category, string detail);
    }
}
