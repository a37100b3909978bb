using System.Runtime.CompilerServices;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;
using LightningRod.TestKit.Journals;

namespace LightningRod.Engine.Tests.Support;

/// <summary>What outlives a process: a journal in memory, with a record of what was written to it.</summary>
/// <param name="time">The clock.</param>
/// <param name="strict">Whether it keeps the promise to refuse what rests on refused events even if its number fits.</param>
internal sealed class Store(TimeProvider time, bool strict) : IJournal
{
    private readonly MemoryJournal _journal = new(time);
    private readonly long[] _epochs = new long[IShardOwnership.ShardCount];
    private readonly Dictionary<ActorId, List<StoredEvent>> _events = [];
    private readonly Dictionary<ActorId, List<StoredEvent>> _planted = [];

    /// <summary>All effects that were ever written, in order.</summary>
    internal List<OutboxRow> EverWritten { get; } = [];

    /// <summary>All actors of which something was written.</summary>
    internal IReadOnlyCollection<ActorId> Actors => _events.Keys;

    /// <summary>Effects that are not done.</summary>
    internal IReadOnlyList<OutboxRow> Outbox =>
        [.. Enumerable.Range(0, IShardOwnership.ShardCount).SelectMany(shard => _journal.ReadOutboxAsync((byte)shard, 0, int.MaxValue, CancellationToken.None).Result)];

    /// <summary>All events of an actor, from the first on.</summary>
    internal IReadOnlyList<StoredEvent> EventsOf(ActorId actor) => _events.GetValueOrDefault(actor) ?? [];

    internal ShardClaim Claim(byte shard)
    {
        var claim = _journal.Claim(shard);
        _epochs[shard] = claim.Epoch;
        return claim;
    }

    /// <summary>Writes an event behind the engine's back.</summary>
    internal void Write(ActorId actor, byte shard, string text)
    {
        var append = new ActorAppend(actor, shard, _epochs[shard], EventsOf(actor).Count + 1, time.GetUtcNow()) { Events = [NotesCodec.Stored("noted.v1", text)] };
        Assert.Equal([AppendOutcome.Written], AppendAsync([append], CancellationToken.None).Result);
    }

    /// <summary>Shows an event that no engine would have written.</summary>
    internal void Plant(ActorId actor, StoredEvent stored)
    {
        if (!_planted.TryGetValue(actor, out var planted)) _planted.Add(actor, planted = []);
        planted.Add(stored);
    }

    public async Task<AppendOutcome[]> AppendAsync(IReadOnlyList<ActorAppend> batch, CancellationToken cancel)
    {
        var outcomes = strict
            ? await _journal.AppendAsync(batch, cancel)
            : [.. batch.Select(append => _journal.AppendAsync([append], cancel).Result.Single())];
        foreach (var append in batch.Where((_, i) => outcomes[i] == AppendOutcome.Written)) Record(append);
        return outcomes;
    }

    public async IAsyncEnumerable<StoredEvent> ReadEventsAsync(ActorId actor, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var stored in _journal.ReadEventsAsync(actor, cancel)) yield return stored;
        foreach (var stored in _planted.GetValueOrDefault(actor) ?? []) yield return stored;
    }

    public Task<StoredMessage?> FindReplyAsync(byte shard, CommandId command, CancellationToken cancel) => _journal.FindReplyAsync(shard, command, cancel);

    public Task<ActorId?> FindActorAsync(OpaqueKey client, string index, OpaqueKey key, CancellationToken cancel) =>
        _journal.FindActorAsync(client, index, key, cancel);

    public Task<ReadOnlyMemory<byte>?> ReadContentAsync(ActorId actor, OpaqueKey key, CancellationToken cancel) =>
        _journal.ReadContentAsync(actor, key, cancel);

    public Task<IReadOnlyList<ActorId>> ReadDueAsync(IReadOnlyCollection<byte> shards, Moment now, int limit, CancellationToken cancel) =>
        _journal.ReadDueAsync(shards, now, limit, cancel);

    public Task<DateTimeOffset?> ReadNextDueTimeAsync(IReadOnlyCollection<byte> shards, CancellationToken cancel) =>
        _journal.ReadNextDueTimeAsync(shards, cancel);

    public Task<IReadOnlyList<OutboxRow>> ReadOutboxAsync(byte shard, long after, int limit, CancellationToken cancel) =>
        _journal.ReadOutboxAsync(shard, after, limit, cancel);

    public Task CompleteEffectsAsync(IReadOnlyDictionary<byte, long> epochs, IReadOnlyList<(byte Shard, long Position)> rows, CancellationToken cancel) =>
        _journal.CompleteEffectsAsync(epochs, rows, cancel);

    public Task NoteAttemptAsync(byte shard, long position, int attempts, CancellationToken cancel) =>
        _journal.NoteAttemptAsync(shard, position, attempts, cancel);

    public Task<uint> RaiseHeightAsync(string network, uint height, DateTimeOffset at, CancellationToken cancel) =>
        _journal.RaiseHeightAsync(network, height, at, cancel);

    public Task QuarantineAsync(QuarantineEntry entry, CancellationToken cancel) => _journal.QuarantineAsync(entry, cancel);

    public Task<bool> ReleaseAsync(ActorId actor, CancellationToken cancel) => _journal.ReleaseAsync(actor, cancel);

    public Task<IReadOnlyList<QuarantineEntry>> ReadQuarantineAsync(CancellationToken cancel) => _journal.ReadQuarantineAsync(cancel);

    public IAsyncEnumerable<(ActorId Actor, ViewRow View)> ReadViewsAsync(string kind, OpaqueKey? client, bool includeOver, CancellationToken cancel) =>
        _journal.ReadViewsAsync(kind, client, includeOver, cancel);

    public Task<long> TrimAsync(DateTimeOffset before, CancellationToken cancel) => _journal.TrimAsync(before, cancel);

    private void Record(ActorAppend append)
    {
        if (!_events.TryGetValue(append.Actor, out var events)) _events.Add(append.Actor, events = []);
        events.AddRange(append.Events.Select((message, i) => new StoredEvent(append.FirstSequence + i, message, append.At)));
        EverWritten.AddRange(append.Effects.Select((effect, i) =>
            new OutboxRow(append.Shard, append.FirstEffectPosition + i, append.Actor, effect.Destination, effect.Effect, 0)));
    }
}
