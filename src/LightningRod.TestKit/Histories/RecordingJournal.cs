using System.Runtime.CompilerServices;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;

namespace LightningRod.TestKit.Histories;

/// <summary>A journal around another one that adds what becomes durable to a history, before anybody is told.</summary>
/// <remarks>
/// What an append with an unknown outcome may have written is added as uncertain, and for certain when one of its events or effects is read back. It keeps the promises of the
/// inner journal, in atomicity, order, threads and failures.
/// </remarks>
/// <param name="inner">The journal that keeps everything.</param>
/// <param name="history">The history.</param>
/// <param name="read">What an event of an actor means for the history; null for nothing.</param>
public sealed class RecordingJournal(IJournal inner, History history, Func<ActorId, StoredMessage, StoredEntry?> read) : IJournal
{
    private readonly Lock _gate = new();
    private readonly HashSet<(ActorId Actor, long Sequence)> _certain = [];
    private readonly Dictionary<(byte Shard, long Position), ActorAppend> _uncertain = [];

    /// <inheritdoc/>
    public async Task<AppendOutcome[]> AppendAsync(IReadOnlyList<ActorAppend> batch, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(batch);
        AppendOutcome[] outcomes;
        try
        {
            outcomes = await inner.AppendAsync(batch, cancel);
        }
        catch (Exception failure) when (failure is not JournalUnavailableException { OutcomeIsUnknown: false })
        {
            foreach (var append in batch) Doubt(append);
            throw;
        }

        for (var i = 0; i < batch.Count; i++)
        {
            if (outcomes[i] == AppendOutcome.Written) Add(batch[i], isCertain: true);
        }

        return outcomes;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredEvent> ReadEventsAsync(ActorId actor, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var stored in inner.ReadEventsAsync(actor, cancel))
        {
            Add(actor, stored.Sequence, stored.Message, isCertain: true);
            yield return stored;
        }
    }

    /// <inheritdoc/>
    public Task<StoredMessage?> FindReplyAsync(byte shard, CommandId command, CancellationToken cancel) => inner.FindReplyAsync(shard, command, cancel);

    /// <inheritdoc/>
    public Task<ActorId?> FindActorAsync(OpaqueKey client, string index, OpaqueKey key, CancellationToken cancel) =>
        inner.FindActorAsync(client, index, key, cancel);

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> ReadContentAsync(ActorId actor, OpaqueKey key, CancellationToken cancel) =>
        inner.ReadContentAsync(actor, key, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ActorId>> ReadDueAsync(IReadOnlyCollection<byte> shards, Moment now, int limit, CancellationToken cancel) =>
        inner.ReadDueAsync(shards, now, limit, cancel);

    /// <inheritdoc/>
    public Task<DateTimeOffset?> ReadNextDueTimeAsync(IReadOnlyCollection<byte> shards, CancellationToken cancel) =>
        inner.ReadNextDueTimeAsync(shards, cancel);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OutboxRow>> ReadOutboxAsync(byte shard, long after, int limit, CancellationToken cancel)
    {
        var rows = await inner.ReadOutboxAsync(shard, after, limit, cancel);
        foreach (var row in rows) Prove(row);
        return rows;
    }

    /// <inheritdoc/>
    public Task CompleteEffectsAsync(IReadOnlyDictionary<byte, long> epochs, IReadOnlyList<(byte Shard, long Position)> rows, CancellationToken cancel) =>
        inner.CompleteEffectsAsync(epochs, rows, cancel);

    /// <inheritdoc/>
    public Task NoteAttemptAsync(byte shard, long position, int attempts, CancellationToken cancel) =>
        inner.NoteAttemptAsync(shard, position, attempts, cancel);

    /// <inheritdoc/>
    public Task<uint> RaiseHeightAsync(string network, uint height, DateTimeOffset at, CancellationToken cancel) =>
        inner.RaiseHeightAsync(network, height, at, cancel);

    /// <inheritdoc/>
    public Task QuarantineAsync(QuarantineEntry entry, CancellationToken cancel) => inner.QuarantineAsync(entry, cancel);

    /// <inheritdoc/>
    public Task<bool> ReleaseAsync(ActorId actor, CancellationToken cancel) => inner.ReleaseAsync(actor, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<QuarantineEntry>> ReadQuarantineAsync(CancellationToken cancel) => inner.ReadQuarantineAsync(cancel);

    /// <inheritdoc/>
    public IAsyncEnumerable<(ActorId Actor, ViewRow View)> ReadViewsAsync(
        string kind, OpaqueKey? client, bool includeOver, CancellationToken cancel) => inner.ReadViewsAsync(kind, client, includeOver, cancel);

    /// <inheritdoc/>
    public Task<long> TrimAsync(DateTimeOffset before, CancellationToken cancel) => inner.TrimAsync(before, cancel);

    private void Doubt(ActorAppend append)
    {
        Add(append, isCertain: false);
        lock (_gate)
        {
            for (var i = 0; i < append.Effects.Length; i++) _uncertain[(append.Shard, append.FirstEffectPosition + i)] = append;
        }
    }

    /// <summary>An append is written whole or not at all, so one effect of it is as good as all events.</summary>
    private void Prove(OutboxRow row)
    {
        ActorAppend? append;
        lock (_gate) _uncertain.Remove((row.Shard, row.Position), out append);
        if (append is null || append.Actor != row.Actor) return;
        var (destination, effect) = append.Effects[(int)(row.Position - append.FirstEffectPosition)];
        var isTheSame = destination == row.Destination && effect.Name == row.Effect.Name && effect.Payload.Span.SequenceEqual(row.Effect.Payload.Span);
        if (isTheSame) Add(append, isCertain: true);
    }

    private void Add(ActorAppend append, bool isCertain)
    {
        for (var i = 0; i < append.Events.Length; i++) Add(append.Actor, append.FirstSequence + i, append.Events[i], isCertain);
    }

    private void Add(ActorId actor, long sequence, StoredMessage message, bool isCertain)
    {
        lock (_gate)
        {
            if (_certain.Contains((actor, sequence)) || read(actor, message) is not { } entry) return;
            if (isCertain) _certain.Add((actor, sequence));
            history.Add(entry with { IsCertain = isCertain });
        }
    }
}
