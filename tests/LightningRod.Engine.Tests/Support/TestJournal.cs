using System.Runtime.CompilerServices;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;

namespace LightningRod.Engine.Tests.Support;

/// <summary>A store as one process sees it: with faults, pauses and an end.</summary>
/// <remarks>Every call lets others run first, so that under a seed its place among them differs.</remarks>
internal sealed class TestJournal(IJournal store, Func<IReadOnlyList<ShardClaim>> claim) : IJournal, IShardSource
{
    private readonly List<IReadOnlyList<ActorAppend>> _late = [];
    private readonly Dictionary<string, TaskCompletionSource> _held = [];

    /// <summary>What happens to each append; default: nothing.</summary>
    internal Func<IReadOnlyList<ActorAppend>, AppendFault> FaultOf { get; set; } = _ => AppendFault.None;

    /// <summary>Which operations fail, by method name.</summary>
    internal Func<string, bool> Fails { get; set; } = _ => false;

    /// <summary>The process died: nothing is answered any more, nothing is done any more.</summary>
    internal bool IsDead { get; set; }

    /// <summary>All batches that were handed in.</summary>
    internal List<IReadOnlyList<ActorAppend>> Batches { get; } = [];

    /// <summary>How often each method was called.</summary>
    internal Dictionary<string, int> Calls { get; } = [];

    /// <summary>Lets the next appends have these faults, one after the other.</summary>
    internal void FailNext(params AppendFault[] faults)
    {
        var next = new Queue<AppendFault>(faults);
        FaultOf = _ => next.TryDequeue(out var fault) ? fault : AppendFault.None;
    }

    /// <summary>Keeps an operation waiting.</summary>
    internal void Hold(string operation) => _held[operation] = new();

    internal void LetGo(string operation)
    {
        if (_held.Remove(operation, out var hold)) hold.SetResult();
    }

    /// <summary>What was under way when its outcome became unknown becomes durable now.</summary>
    internal void LandLate()
    {
        foreach (var batch in _late) _ = store.AppendAsync(batch, CancellationToken.None);
        _late.Clear();
    }

    public async Task<AppendOutcome[]> AppendAsync(IReadOnlyList<ActorAppend> batch, CancellationToken cancel)
    {
        ActorAppend[] copy = [.. batch];
        Batches.Add(copy);
        await EnterAsync(cancel);
        var fault = FaultOf(copy);
        switch (fault)
        {
            case AppendFault.None:
                var outcomes = await store.AppendAsync(copy, cancel);
                await Task.Yield();
                await DieAsync(cancel);
                return outcomes;
            case AppendFault.WrittenButLost or AppendFault.WrittenButNeverEnds:
                await store.AppendAsync(copy, cancel);
                break;
            case AppendFault.HalfWrittenAndLost:
                await store.AppendAsync(copy[..((copy.Length + 1) / 2)], cancel);
                break;
            case AppendFault.LandsLate:
                _late.Add(copy);
                break;
        }

        if (fault is AppendFault.NeverEnds or AppendFault.WrittenButNeverEnds) await Never(cancel);
        throw new JournalUnavailableException("The append was told to fail.", outcomeIsUnknown: fault != AppendFault.Refused);
    }

    public async IAsyncEnumerable<StoredEvent> ReadEventsAsync(ActorId actor, [EnumeratorCancellation] CancellationToken cancel)
    {
        await EnterAsync(cancel);
        await foreach (var stored in store.ReadEventsAsync(actor, cancel)) yield return stored;
        await Task.Yield();
        await DieAsync(cancel);
    }

    public Task<StoredMessage?> FindReplyAsync(byte shard, CommandId command, CancellationToken cancel) =>
        DoAsync(() => store.FindReplyAsync(shard, command, cancel), cancel);

    public Task<ActorId?> FindActorAsync(OpaqueKey client, string index, OpaqueKey key, CancellationToken cancel) =>
        DoAsync(() => store.FindActorAsync(client, index, key, cancel), cancel);

    public Task<ReadOnlyMemory<byte>?> ReadContentAsync(ActorId actor, OpaqueKey key, CancellationToken cancel) =>
        DoAsync(() => store.ReadContentAsync(actor, key, cancel), cancel);

    public Task<IReadOnlyList<ActorId>> ReadDueAsync(IReadOnlyCollection<byte> shards, Moment now, int limit, CancellationToken cancel) =>
        DoAsync(() => store.ReadDueAsync(shards, now, limit, cancel), cancel);

    public Task<DateTimeOffset?> ReadNextDueTimeAsync(IReadOnlyCollection<byte> shards, CancellationToken cancel) =>
        DoAsync(() => store.ReadNextDueTimeAsync(shards, cancel), cancel);

    public Task<IReadOnlyList<OutboxRow>> ReadOutboxAsync(byte shard, long after, int limit, CancellationToken cancel) =>
        DoAsync(() => store.ReadOutboxAsync(shard, after, limit, cancel), cancel);

    public Task CompleteEffectsAsync(IReadOnlyDictionary<byte, long> epochs, IReadOnlyList<(byte Shard, long Position)> rows, CancellationToken cancel) =>
        DoAsync(() => Done(store.CompleteEffectsAsync(epochs, rows, cancel)), cancel);

    public Task NoteAttemptAsync(byte shard, long position, int attempts, CancellationToken cancel) =>
        DoAsync(() => Done(store.NoteAttemptAsync(shard, position, attempts, cancel)), cancel);

    public Task<uint> RaiseHeightAsync(string network, uint height, DateTimeOffset at, CancellationToken cancel) =>
        DoAsync(() => store.RaiseHeightAsync(network, height, at, cancel), cancel);

    public Task QuarantineAsync(QuarantineEntry entry, CancellationToken cancel) => DoAsync(() => Done(store.QuarantineAsync(entry, cancel)), cancel);

    public Task<bool> ReleaseAsync(ActorId actor, CancellationToken cancel) => DoAsync(() => store.ReleaseAsync(actor, cancel), cancel);

    public Task<IReadOnlyList<QuarantineEntry>> ReadQuarantineAsync(CancellationToken cancel) => DoAsync(() => store.ReadQuarantineAsync(cancel), cancel);

    public IAsyncEnumerable<(ActorId Actor, ViewRow View)> ReadViewsAsync(string kind, OpaqueKey? client, bool includeOver, CancellationToken cancel) =>
        store.ReadViewsAsync(kind, client, includeOver, cancel);

    public Task<long> TrimAsync(DateTimeOffset before, CancellationToken cancel) => DoAsync(() => store.TrimAsync(before, cancel), cancel);

    public Task<IReadOnlyList<ShardClaim>> ClaimAllAsync(CancellationToken cancel) => DoAsync(() => Task.FromResult(claim()), cancel);

    private static async Task<bool> Done(Task work)
    {
        await work;
        return true;
    }

    private static Task Never(CancellationToken cancel) => new TaskCompletionSource().Task.WaitAsync(cancel);

    private async Task<T> DoAsync<T>(Func<Task<T>> work, CancellationToken cancel, [CallerMemberName] string operation = "")
    {
        await EnterAsync(cancel, operation);
        var result = await work();
        await Task.Yield();
        await DieAsync(cancel);
        return result;
    }

    private async Task EnterAsync(CancellationToken cancel, [CallerMemberName] string operation = "")
    {
        cancel.ThrowIfCancellationRequested();
        Calls[operation] = Calls.GetValueOrDefault(operation) + 1;
        await Task.Yield();
        if (_held.TryGetValue(operation, out var hold)) await hold.Task.WaitAsync(cancel);
        await DieAsync(cancel);
        if (Fails(operation)) throw new JournalUnavailableException($"{operation} was told to fail.", outcomeIsUnknown: true);
    }

    private Task DieAsync(CancellationToken cancel) => IsDead ? Never(cancel) : Task.CompletedTask;
}
