using LightningRod.Engine.Abstractions;

namespace LightningRod.Engine.Journal;

/// <summary>Where decisions become durable, and what a member knows when it starts again.</summary>
/// <remarks>
/// Thread-safe. Atomic: an <see cref="ActorAppend"/> is written whole or not at all, with its events, inbox, outbox, index, content, view and
/// alarm. Durable: what was reported as written survives the loss of process and power. Fenced: nothing is written under an epoch that is not
/// the shard's. Ordered: within a shard, positions in the outbox grow in the order of appends. On failure of the storage methods throw
/// <see cref="JournalUnavailableException"/>, and for an append it says whether the outcome is unknown.
/// </remarks>
public interface IJournal
{
    /// <summary>Writes decisions of many actors in one go. One that is refused does not keep those of other actors from being written.</summary>
    /// <remarks>
    /// Each is checked against what the ones before it left, and refused for the first that applies: <see cref="AppendOutcome.Fenced"/>,
    /// <see cref="AppendOutcome.CommandRepeated"/>, <see cref="AppendOutcome.SequenceConflict"/>, <see cref="AppendOutcome.IndexTaken"/>.
    /// Decisions of one actor build on each other: when one with events is refused, those of the same actor behind it in the batch conflict too,
    /// even if their numbers happen to fit by then.
    /// </remarks>
    /// <param name="batch">The decisions; those of one shard in their order. Two of one actor follow each other in it.</param>
    /// <param name="cancel">Ends the wait, not the write.</param>
    /// <returns>An outcome for each, in the same order.</returns>
    Task<AppendOutcome[]> AppendAsync(IReadOnlyList<ActorAppend> batch, CancellationToken cancel);

    /// <summary>Reads an actor's events from its last checkpoint on, in order.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="cancel">Ends the reading.</param>
    IAsyncEnumerable<StoredEvent> ReadEventsAsync(ActorId actor, CancellationToken cancel);

    /// <summary>The stored reply of a command, or null when it was not decided, was decided without a reply, or was forgotten (after 24 hours).</summary>
    /// <param name="shard">The shard of the command's actor.</param>
    /// <param name="command">The command.</param>
    /// <param name="cancel">Ends the reading.</param>
    Task<StoredMessage?> FindReplyAsync(byte shard, CommandId command, CancellationToken cancel);

    /// <summary>The actor that an index entry of a client leads to, or null.</summary>
    /// <param name="client">The client.</param>
    /// <param name="index">The index's stored name.</param>
    /// <param name="key">The key.</param>
    /// <param name="cancel">Ends the reading.</param>
    Task<ActorId?> FindActorAsync(OpaqueKey client, string index, OpaqueKey key, CancellationToken cancel);

    /// <summary>Bytes that an actor put, or null.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="key">The key.</param>
    /// <param name="cancel">Ends the reading.</param>
    Task<ReadOnlyMemory<byte>?> ReadContentAsync(ActorId actor, OpaqueKey key, CancellationToken cancel);

    /// <summary>Actors whose alarms are due, those with the least margin first: heights before times. Those in quarantine are left out.</summary>
    /// <param name="shards">The shards to look in.</param>
    /// <param name="now">The moment that counts; give a later height to fetch ahead.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancel">Ends the reading.</param>
    Task<IReadOnlyList<ActorId>> ReadDueAsync(IReadOnlyCollection<byte> shards, Moment now, int limit, CancellationToken cancel);

    /// <summary>When the next alarm that is told by time is due, or null. Actors in quarantine are left out.</summary>
    /// <param name="shards">The shards to look in.</param>
    /// <param name="cancel">Ends the reading.</param>
    Task<DateTimeOffset?> ReadNextDueTimeAsync(IReadOnlyCollection<byte> shards, CancellationToken cancel);

    /// <summary>Effects of a shard that are not done, in order of their positions.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="after">Only those behind this position.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancel">Ends the reading.</param>
    Task<IReadOnlyList<OutboxRow>> ReadOutboxAsync(byte shard, long after, int limit, CancellationToken cancel);

    /// <summary>Takes effects that are done out of the outbox.</summary>
    /// <param name="epochs">The epochs under which the shards are owned; rows of a shard with another epoch stay.</param>
    /// <param name="rows">Shard and position of each.</param>
    /// <param name="cancel">Ends the wait, not the write.</param>
    Task CompleteEffectsAsync(IReadOnlyDictionary<byte, long> epochs, IReadOnlyList<(byte Shard, long Position)> rows, CancellationToken cancel);

    /// <summary>Notes that an effect was tried in vain.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="position">The position.</param>
    /// <param name="attempts">How often by now.</param>
    /// <param name="cancel">Ends the wait, not the write.</param>
    Task NoteAttemptAsync(byte shard, long position, int attempts, CancellationToken cancel);

    /// <summary>Notes a height; the highest ever noted counts, and it is never lowered. Height 0 only asks.</summary>
    /// <param name="network">The network's stored name.</param>
    /// <param name="height">Block height.</param>
    /// <param name="at">When it was seen, UTC.</param>
    /// <param name="cancel">Ends the wait, not the write.</param>
    /// <returns>The highest ever noted.</returns>
    Task<uint> RaiseHeightAsync(string network, uint height, DateTimeOffset at, CancellationToken cancel);

    /// <summary>Sets an actor aside, or notes again that it is: it gets no commands until it is released.</summary>
    /// <param name="entry">The actor and the reason.</param>
    /// <param name="cancel">Ends the wait, not the write.</param>
    Task QuarantineAsync(QuarantineEntry entry, CancellationToken cancel);

    /// <summary>Lets an actor run again.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="cancel">Ends the wait, not the write.</param>
    /// <returns>False when it was not in quarantine.</returns>
    Task<bool> ReleaseAsync(ActorId actor, CancellationToken cancel);

    /// <summary>All actors in quarantine.</summary>
    /// <param name="cancel">Ends the reading.</param>
    Task<IReadOnlyList<QuarantineEntry>> ReadQuarantineAsync(CancellationToken cancel);

    /// <summary>Rows of the lists, for people and sums, in order of client and key; not all as of one moment.</summary>
    /// <param name="kind">The kind of actors.</param>
    /// <param name="client">Those of one client, or all.</param>
    /// <param name="includeOver">Whether also those to which nothing will happen any more.</param>
    /// <param name="cancel">Ends the reading.</param>
    IAsyncEnumerable<(ActorId Actor, ViewRow View)> ReadViewsAsync(string kind, OpaqueKey? client, bool includeOver, CancellationToken cancel);

    /// <summary>Forgets replies of before a time, and events of before it that have a checkpoint behind them.</summary>
    /// <param name="before">UTC; 24 hours ago.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <returns>How many rows went.</returns>
    Task<long> TrimAsync(DateTimeOffset before, CancellationToken cancel);
}
