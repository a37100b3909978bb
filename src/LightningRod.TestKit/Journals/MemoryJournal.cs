using System.Runtime.CompilerServices;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;

namespace LightningRod.TestKit.Journals;

/// <summary>A journal in memory that fails on demand: for tests of what runs on a journal.</summary>
/// <param name="time">The clock of delays.</param>
/// <remarks>It passes the same <see cref="JournalContract"/> as the real ones. What was written outlives <see cref="Crash"/> as it would a process.</remarks>
public sealed class MemoryJournal(TimeProvider time) : IJournal, IShardSource
{
    private readonly Lock _lock = new();
    private readonly MemoryRows _rows = new();
    private bool _crashed;
    private int _appends;

    /// <summary>Asked before every append, with its number from 1 on and its batch, what goes wrong with it; null for nothing.</summary>
    public Func<int, IReadOnlyList<ActorAppend>, AppendFault>? FaultOf { get; set; }

    /// <summary>How many appends were asked for, those that failed included.</summary>
    public int Appends => Volatile.Read(ref _appends);

    /// <summary>Whether nothing is answered until <see cref="Restart"/>.</summary>
    public bool HasCrashed => Volatile.Read(ref _crashed);

    /// <summary>The process dies: nothing is answered any more.</summary>
    public void Crash() => Volatile.Write(ref _crashed, true);

    /// <summary>A new process opens what the old one left.</summary>
    public void Restart() => Volatile.Write(ref _crashed, false);

    /// <summary>Takes all shards: raises every epoch.</summary>
    public IReadOnlyList<ShardClaim> ClaimAll() => Do(rows => Enumerable.Range(0, IShardOwnership.ShardCount).Select(shard => Claim(rows, shard)).ToArray());

    /// <inheritdoc/>
    Task<IReadOnlyList<ShardClaim>> IShardSource.ClaimAllAsync(CancellationToken cancel) => Task.FromResult(ClaimAll());

    /// <summary>Takes one shard: raises its epoch, so that its former owner is fenced.</summary>
    /// <param name="shard">The shard.</param>
    public ShardClaim Claim(byte shard) => Do(rows => Claim(rows, shard));

    /// <inheritdoc/>
    public Task<AppendOutcome[]> AppendAsync(IReadOnlyList<ActorAppend> batch, CancellationToken cancel)
    {
        var fault = FaultOf?.Invoke(Interlocked.Increment(ref _appends), batch) ?? AppendFault.None;
        // The wait can end; the write goes on.
        return WriteAsync(batch, fault).WaitAsync(cancel);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredEvent> ReadEventsAsync(ActorId actor, [EnumeratorCancellation] CancellationToken cancel)
    {
        var events = await DoAsync(
            rows => rows.Actors.TryGetValue(actor, out var found) ? found.Events.Where(e => e.Sequence >= found.Checkpoint).ToArray() : [], cancel);
        foreach (var read in events) yield return read;
    }

    /// <inheritdoc/>
    public Task<StoredMessage?> FindReplyAsync(byte shard, CommandId command, CancellationToken cancel) =>
        DoAsync(rows => rows.Inbox.GetValueOrDefault((shard, command)).Reply, cancel);

    /// <inheritdoc/>
    public Task<ActorId?> FindActorAsync(OpaqueKey client, string index, OpaqueKey key, CancellationToken cancel) =>
        DoAsync(rows => rows.Index.TryGetValue((client, index, key), out var actor) ? actor : (ActorId?)null, cancel);

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> ReadContentAsync(ActorId actor, OpaqueKey key, CancellationToken cancel) =>
        DoAsync(rows => rows.Actors.GetValueOrDefault(actor)?.Content.GetValueOrDefault(key) is { } body ? body : (ReadOnlyMemory<byte>?)null, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ActorId>> ReadDueAsync(IReadOnlyCollection<byte> shards, Moment now, int limit, CancellationToken cancel) =>
        DoAsync<IReadOnlyList<ActorId>>(
            rows =>
            {
                var awake = Awake(rows, shards).ToArray();
                var byHeight = awake.Where(actor => actor.Alarm.Height <= now.Height).OrderBy(actor => actor.Alarm.Height);
                var byTime = awake.Where(actor => actor.Alarm.Time <= now.Time).OrderBy(actor => actor.Alarm.Time);
                return [.. byHeight.Concat(byTime).Select(actor => actor.Id).Distinct().Take(limit)];
            },
            cancel);

    /// <inheritdoc/>
    public Task<DateTimeOffset?> ReadNextDueTimeAsync(IReadOnlyCollection<byte> shards, CancellationToken cancel) =>
        DoAsync(rows => Awake(rows, shards).Min(actor => actor.Alarm.Time?.ToUniversalTime()), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<OutboxRow>> ReadOutboxAsync(byte shard, long after, int limit, CancellationToken cancel) =>
        DoAsync<IReadOnlyList<OutboxRow>>(rows => [.. rows.Outbox.Values.Where(row => row.Shard == shard && row.Position > after).Take(limit)], cancel);

    /// <inheritdoc/>
    public Task CompleteEffectsAsync(IReadOnlyDictionary<byte, long> epochs, IReadOnlyList<(byte Shard, long Position)> rows, CancellationToken cancel) =>
        DoAsync(all => rows.Count(row => epochs.TryGetValue(row.Shard, out var epoch) && epoch == all.Epochs[row.Shard] && all.Outbox.Remove(row)), cancel);

    /// <inheritdoc/>
    public Task NoteAttemptAsync(byte shard, long position, int attempts, CancellationToken cancel) => DoAsync(
        rows => rows.Outbox.TryGetValue((shard, position), out var row) ? rows.Outbox[(shard, position)] = row with { Attempts = attempts } : null, cancel);

    /// <inheritdoc/>
    public Task<uint> RaiseHeightAsync(string network, uint height, DateTimeOffset at, CancellationToken cancel) =>
        DoAsync(rows => rows.Heights[network] = Math.Max(height, rows.Heights.GetValueOrDefault(network)), cancel);

    /// <inheritdoc/>
    public Task QuarantineAsync(QuarantineEntry entry, CancellationToken cancel) => DoAsync(rows => rows.Quarantine[entry.Actor] = entry, cancel);

    /// <inheritdoc/>
    public Task<bool> ReleaseAsync(ActorId actor, CancellationToken cancel) => DoAsync(rows => rows.Quarantine.Remove(actor), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<QuarantineEntry>> ReadQuarantineAsync(CancellationToken cancel) =>
        DoAsync<IReadOnlyList<QuarantineEntry>>(rows => [.. rows.Quarantine.Values.OrderBy(entry => entry.At)], cancel);

    /// <inheritdoc/>
    public async IAsyncEnumerable<(ActorId Actor, ViewRow View)> ReadViewsAsync(
        string kind, OpaqueKey? client, bool includeOver, [EnumeratorCancellation] CancellationToken cancel)
    {
        var page = await DoAsync(
            rows => rows.Actors.Values
                .Where(actor => actor.Id.Kind == kind && actor.View is { } view && (includeOver || !view.IsOver) && (client is null || client == actor.Id.Client))
                .Select(actor => (actor.Id, actor.View!))
                .OrderBy(row => row.Id.Client.ToString(), StringComparer.Ordinal).ThenBy(row => row.Id.Key.ToString(), StringComparer.Ordinal).ToArray(),
            cancel);
        foreach (var row in page) yield return row;
    }

    /// <inheritdoc/>
    public Task<long> TrimAsync(DateTimeOffset before, CancellationToken cancel) => DoAsync(
        rows =>
        {
            var replies = rows.Inbox.Where(pair => pair.Value.At < before).Select(pair => pair.Key).ToArray();
            foreach (var key in replies) _ = rows.Inbox.Remove(key);
            return replies.LongLength + rows.Actors.Values.Sum(actor => actor.Events.RemoveAll(e => e.Sequence < actor.Checkpoint && e.At < before));
        },
        cancel);

    private static ShardClaim Claim(MemoryRows rows, int shard) => new((byte)shard, ++rows.Epochs[shard], rows.LastEffects[shard]);

    private static IEnumerable<MemoryActor> Awake(MemoryRows rows, IReadOnlyCollection<byte> shards) =>
        rows.Actors.Values.Where(actor => shards.Contains(actor.Shard) && !rows.Quarantine.ContainsKey(actor.Id));

    private async Task<AppendOutcome[]> WriteAsync(IReadOnlyList<ActorAppend> batch, AppendFault fault)
    {
        if (fault.Delay > TimeSpan.Zero) await Task.Delay(fault.Delay, time, CancellationToken.None);
        var outcomes = Do(
            rows =>
            {
                var lost = new HashSet<ActorId>();
                var written = batch.Take(fault.WrittenBeforeFailure ?? int.MaxValue).Select(append => rows.Append(append, lost)).ToArray();
                if (fault.IsCrash) Crash();
                return written;
            },
            outcomeIsUnknown: true);
        return fault.WrittenBeforeFailure is null
            ? outcomes
            : throw new JournalUnavailableException("The journal was told to fail.", fault.OutcomeIsUnknown);
    }

    private Task<T> DoAsync<T>(Func<MemoryRows, T> read, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        try
        {
            return Task.FromResult(Do(read));
        }
        catch (JournalUnavailableException failure)
        {
            return Task.FromException<T>(failure);
        }
    }

    private T Do<T>(Func<MemoryRows, T> work, bool outcomeIsUnknown = false)
    {
        lock (_lock)
        {
            return HasCrashed ? throw new JournalUnavailableException("The journal has crashed.", outcomeIsUnknown) : work(_rows);
        }
    }
}
