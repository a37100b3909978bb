using System.Runtime.CompilerServices;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;

namespace LightningRod.Engine.Tests.Support;

/// <summary>What outlives a process: a journal in memory without faults.</summary>
/// <param name="strict">Whether it refuses decisions that rest on refused ones even if their numbers fit.</param>
internal sealed class Store(bool strict) : IJournal
{
    private readonly Dictionary<ActorId, Row> _actors = [];
    private readonly long[] _epochs = new long[IShardOwnership.ShardCount];
    private readonly long[] _lastEffects = new long[IShardOwnership.ShardCount];
    private readonly Dictionary<(byte, CommandId), (StoredMessage? Reply, DateTimeOffset At)> _inbox = [];
    private readonly SortedDictionary<long, OutboxRow>[] _outbox = [.. Enumerable.Range(0, IShardOwnership.ShardCount).Select(_ => new SortedDictionary<long, OutboxRow>())];
    private readonly Dictionary<(OpaqueKey, string, OpaqueKey), ActorId> _index = [];
    private readonly Dictionary<ActorId, QuarantineEntry> _quarantine = [];
    private readonly Dictionary<string, uint> _heights = [];
    private readonly Lock _gate = new();

    /// <summary>All effects that were ever written, in order.</summary>
    internal List<OutboxRow> EverWritten { get; } = [];

    internal IReadOnlyList<OutboxRow> Outbox => [.. _outbox.SelectMany(rows => rows.Values)];

    internal IEnumerable<ActorId> Actors => _actors.Keys;

    /// <summary>All events of an actor, from the first on.</summary>
    internal IReadOnlyList<StoredEvent> EventsOf(ActorId actor) => _actors.TryGetValue(actor, out var row) ? row.Events : [];

    internal Alarm AlarmOf(ActorId actor) => _actors.TryGetValue(actor, out var row) ? row.Alarm : Alarm.None;

    internal ShardClaim Claim(byte shard) => new(shard, ++_epochs[shard], _lastEffects[shard]);

    /// <summary>Puts an event there as no engine would.</summary>
    internal void Plant(ActorId actor, byte shard, StoredEvent stored)
    {
        if (!_actors.TryGetValue(actor, out var row)) _actors.Add(actor, row = new() { Shard = shard });
        row.Events.Add(stored);
    }

    public Task<AppendOutcome[]> AppendAsync(IReadOnlyList<ActorAppend> batch, CancellationToken cancel)
    {
        lock (_gate)
        {
            var broken = new HashSet<ActorId>();
            var outcomes = new AppendOutcome[batch.Count];
            for (var i = 0; i < outcomes.Length; i++)
            {
                outcomes[i] = Check(batch[i], broken);
                if (outcomes[i] == AppendOutcome.Written) Write(batch[i]);
                else if (strict && !batch[i].Events.IsEmpty) broken.Add(batch[i].Actor);
            }

            return Task.FromResult(outcomes);
        }
    }

    public async IAsyncEnumerable<StoredEvent> ReadEventsAsync(ActorId actor, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask;
        StoredEvent[] events;
        lock (_gate) events = _actors.TryGetValue(actor, out var row) ? [.. row.Events.Where(stored => stored.Sequence >= row.Checkpoint)] : [];
        foreach (var stored in events) yield return stored;
    }

    public Task<StoredMessage?> FindReplyAsync(byte shard, CommandId command, CancellationToken cancel)
    {
        lock (_gate) return Task.FromResult(_inbox.GetValueOrDefault((shard, command)).Reply);
    }

    public Task<ActorId?> FindActorAsync(OpaqueKey client, string index, OpaqueKey key, CancellationToken cancel)
    {
        lock (_gate) return Task.FromResult(_index.TryGetValue((client, index, key), out var actor) ? actor : (ActorId?)null);
    }

    public Task<ReadOnlyMemory<byte>?> ReadContentAsync(ActorId actor, OpaqueKey key, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<ActorId>> ReadDueAsync(IReadOnlyCollection<byte> shards, Moment now, int limit, CancellationToken cancel)
    {
        lock (_gate)
        {
            var awake = Awake(shards).ToList();
            var byHeight = awake.Where(pair => pair.Value.Alarm.Height <= now.Height).OrderBy(pair => pair.Value.Alarm.Height);
            var byTime = awake.Where(pair => pair.Value.Alarm.Time <= now.Time).OrderBy(pair => pair.Value.Alarm.Time);
            return Task.FromResult<IReadOnlyList<ActorId>>([.. byHeight.Concat(byTime).Select(pair => pair.Key).Distinct().Take(limit)]);
        }
    }

    public Task<DateTimeOffset?> ReadNextDueTimeAsync(IReadOnlyCollection<byte> shards, CancellationToken cancel)
    {
        lock (_gate) return Task.FromResult(Awake(shards).Min(pair => pair.Value.Alarm.Time));
    }

    public Task<IReadOnlyList<OutboxRow>> ReadOutboxAsync(byte shard, long after, int limit, CancellationToken cancel)
    {
        lock (_gate) return Task.FromResult<IReadOnlyList<OutboxRow>>([.. _outbox[shard].Values.Where(row => row.Position > after).Take(limit)]);
    }

    public Task CompleteEffectsAsync(IReadOnlyDictionary<byte, long> epochs, IReadOnlyList<(byte Shard, long Position)> rows, CancellationToken cancel)
    {
        lock (_gate)
        {
            foreach (var (shard, position) in rows)
            {
                if (epochs[shard] == _epochs[shard]) _outbox[shard].Remove(position);
            }

            return Task.CompletedTask;
        }
    }

    public Task NoteAttemptAsync(byte shard, long position, int attempts, CancellationToken cancel)
    {
        lock (_gate)
        {
            if (_outbox[shard].TryGetValue(position, out var row)) _outbox[shard][position] = row with { Attempts = attempts };
            return Task.CompletedTask;
        }
    }

    public Task<uint> RaiseHeightAsync(string network, uint height, DateTimeOffset at, CancellationToken cancel)
    {
        lock (_gate) return Task.FromResult(_heights[network] = Math.Max(height, _heights.GetValueOrDefault(network)));
    }

    public Task QuarantineAsync(QuarantineEntry entry, CancellationToken cancel)
    {
        lock (_gate) _quarantine[entry.Actor] = entry;
        return Task.CompletedTask;
    }

    public Task<bool> ReleaseAsync(ActorId actor, CancellationToken cancel)
    {
        lock (_gate) return Task.FromResult(_quarantine.Remove(actor));
    }

    public Task<IReadOnlyList<QuarantineEntry>> ReadQuarantineAsync(CancellationToken cancel)
    {
        lock (_gate) return Task.FromResult<IReadOnlyList<QuarantineEntry>>([.. _quarantine.Values]);
    }

    public IAsyncEnumerable<(ActorId Actor, ViewRow View)> ReadViewsAsync(string kind, OpaqueKey? client, bool includeOver, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<long> TrimAsync(DateTimeOffset repliesBefore, CancellationToken cancel)
    {
        lock (_gate)
        {
            var old = _inbox.Where(pair => pair.Value.At < repliesBefore).Select(pair => pair.Key).ToList();
            foreach (var key in old) _inbox.Remove(key);
            return Task.FromResult<long>(old.Count);
        }
    }

    private IEnumerable<KeyValuePair<ActorId, Row>> Awake(IReadOnlyCollection<byte> shards) =>
        _actors.Where(pair => shards.Contains(pair.Value.Shard) && !_quarantine.ContainsKey(pair.Key));

    private AppendOutcome Check(ActorAppend append, HashSet<ActorId> broken)
    {
        if (append.Epoch != _epochs[append.Shard]) return AppendOutcome.Fenced;
        if (!append.Effects.IsEmpty && append.FirstEffectPosition <= _lastEffects[append.Shard]) return AppendOutcome.Fenced;
        if (append.Command is { } command && _inbox.ContainsKey((append.Shard, command))) return AppendOutcome.CommandRepeated;
        if (broken.Contains(append.Actor) || append.FirstSequence != (_actors.GetValueOrDefault(append.Actor)?.LastSequence ?? 0) + 1)
            return AppendOutcome.SequenceConflict;
        var taken = append.Index.Any(change =>
            change.Add && _index.TryGetValue((append.Actor.Client, change.Index, change.Key), out var owner) && owner != append.Actor);
        return taken ? AppendOutcome.IndexTaken : AppendOutcome.Written;
    }

    private void Write(ActorAppend append)
    {
        if (!_actors.TryGetValue(append.Actor, out var row)) _actors.Add(append.Actor, row = new() { Shard = append.Shard });
        row.Events.AddRange(append.Events.Select((message, i) => new StoredEvent(append.FirstSequence + i, message, append.At)));
        if (append.EndsInCheckpoint) row.Checkpoint = row.LastSequence;
        if (append.Command is { } command) _inbox.Add((append.Shard, command), (append.Reply, append.At));
        row.Alarm = append.Alarm ?? row.Alarm;
        foreach (var change in append.Index)
        {
            var entry = (append.Actor.Client, change.Index, change.Key);
            if (change.Add) _index[entry] = append.Actor;
            else if (_index.TryGetValue(entry, out var owner) && owner == append.Actor) _index.Remove(entry);
        }

        for (var i = 0; i < append.Effects.Length; i++)
        {
            var (destination, effect) = append.Effects[i];
            var written = new OutboxRow(append.Shard, append.FirstEffectPosition + i, append.Actor, destination, effect, 0);
            _outbox[append.Shard].Add(written.Position, written);
            EverWritten.Add(written);
            _lastEffects[append.Shard] = written.Position;
        }
    }

    private sealed class Row
    {
        internal required byte Shard { get; init; }

        internal List<StoredEvent> Events { get; } = [];

        internal long LastSequence => Events.Count == 0 ? 0 : Events[^1].Sequence;

        internal long Checkpoint { get; set; }

        internal Alarm Alarm { get; set; }
    }
}
