using System.Collections.Immutable;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Journal;

namespace LightningRod.Engine.Effects;

/// <summary>Brings effects from actors to their destinations, and outcomes back.</summary>
/// <remarks>
/// Thread-safe. Lanes hand effects over after the commit; the journal is read when a shard is taken over, for destinations with more than
/// fits into memory, and when an append's outcome is unknown. An effect is tried until it is done; each destination waits for itself alone.
/// </remarks>
internal sealed class OutboxDispatcher
{
    internal const int PageSize = 256;

    // Longer than a statement may run: what was under way when its outcome became unknown has landed by then, or never will.
    private static readonly TimeSpan LateWrites = TimeSpan.FromMinutes(1);

    private readonly DispatcherParts _parts;
    private readonly OutboxBook _book;

    internal OutboxDispatcher(DispatcherParts parts, LocalFabric local, IActorFabric whole)
    {
        _parts = parts;
        OutletWork? work = null;
        _book = new(parts.Options.EffectsPerDestination, parts.Time)
        {
            StartOutlet = outlet => parts.Background.Run("effects of a destination", () => work!.RunAsync(outlet)),
            StartReading = shard => parts.Background.Run("reading an outbox", () => ReadAsync(shard)),
        };
        var courier = new OutcomeCourier(local, parts.Retry, parts.StopTaking, parts.Stop);
        var completions = new CompletionWriter(parts.Journal, _book, parts.Background, parts.StorageRetry, parts.Storage, parts.Stop);
        work = new(_book, parts, courier, completions, new ActorEffectHandler(whole));
    }

    internal void Adopt(ShardClaim claim) => _book.Adopt(claim);

    internal void LetGo(byte shard, long epoch) => _book.LetGo(shard, epoch);

    internal void HandOver(ActorAppend append, ImmutableArray<IEffect> effects)
    {
        if (!effects.IsEmpty) _book.Offer(append, effects);
    }

    /// <summary>Effects may be in the journal without anybody knowing. Looks now, and once more when late writes are over.</summary>
    internal void InDoubt(byte shard, long from, long through)
    {
        _book.InDoubt(shard, from, through);
        _parts.Background.Run("looking for late effects", async () =>
        {
            await Task.Delay(LateWrites, _parts.Time, _parts.StopTaking);
            _book.InDoubt(shard, from, through);
        });
    }

    /// <summary>An actor left quarantine.</summary>
    internal void Released(ActorId actor) => _book.Unpark(actor);

    /// <summary>Tries a destination now.</summary>
    internal void TryNow(string destination) => _book.TryNow(destination);

    internal (int Count, TimeSpan Oldest, int Blocked) Health() => _book.Health();

    /// <summary>Ends when what is under way is done and noted; the dispatcher takes nothing new by then.</summary>
    internal Task IdleAsync() => _parts.Background.IdleAsync();

    private async Task ReadAsync(ShardOutbox shard)
    {
        var failures = 0;
        while (_book.TryBeginRead(shard, out var mark))
        {
            IReadOnlyList<OutboxRow>? rows = null;
            try
            {
                rows = await _parts.Journal.ReadOutboxAsync(shard.Shard, mark.ReadThrough, PageSize, _parts.StopTaking);
                failures = 0;
            }
            catch (Exception thrown) when (thrown is not OperationCanceledException)
            {
                _parts.Storage.Failed("read_outbox", thrown);
                failures++;
            }
            finally
            {
                _book.EndRead(shard, mark, rows, PageSize);
            }

            if (failures > 0) await _parts.StorageRetry.WaitAsync(failures, _parts.StopTaking);
        }
    }
}
