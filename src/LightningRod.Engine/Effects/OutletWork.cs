using System.Diagnostics;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Async;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Failures;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Kinds;
using LightningRod.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace LightningRod.Engine.Effects;

/// <summary>Works off what waits for one destination, one effect after the other.</summary>
/// <remarks>
/// The next effect goes out as soon as the one before is done; its outcome may still be on the way to its actor, so that one busy actor does not
/// hold up the destination. A row leaves the journal only when its outcome was decided.
/// </remarks>
internal sealed partial class OutletWork(
    OutboxBook book, DispatcherParts parts, OutcomeCourier courier, CompletionWriter completions, IEffectHandler actorEffects)
{
    internal async Task RunAsync(Outlet outlet)
    {
        var readFailures = 0;
        while (!parts.StopTaking.IsCancellationRequested)
        {
            if (book.Peek(outlet, out var isOver) is { } first)
            {
                await TryAsync(outlet, first);
            }
            else if (isOver)
            {
                return;
            }
            else if (await ReadAsync(outlet))
            {
                readFailures = 0;
            }
            else
            {
                await parts.StorageRetry.WaitAsync(++readFailures, parts.StopTaking);
            }
        }
    }

    private async Task TryAsync(Outlet outlet, PendingEffect first)
    {
        if (parts.Ownership.EpochOf(first.Shard) != first.Epoch)
        {
            // The new owner finds it in the journal.
            book.Dequeue(outlet);
            book.Close(first);
            return;
        }

        if (first.Effect is null && !TryDecode(first))
        {
            book.Dequeue(outlet);
            book.Park(first);
            return;
        }

        while (!book.TryTakeRoom(outlet, parts.Options.OutcomesPerDestination))
        {
            await outlet.Room.WaitAsync(null, parts.StopTaking);
            parts.StopTaking.ThrowIfCancellationRequested();
        }

        var outcome = await HandleAsync(first);
        if (outcome is EffectOutcome.Done done)
        {
            book.Dequeue(outlet);
            parts.Background.Run("telling an outcome", () => FinishAsync(outlet, first, done.Outcome));
            return;
        }

        book.GiveRoom(outlet);
        var failures = book.NoteFailure(outlet, first);
        await NoteAttemptAsync(first);
        var delay = (outcome as EffectOutcome.Retry)?.After ?? parts.Retry.DelayAfter(failures);
        await outlet.TryNow.WaitAsync(delay, parts.StopTaking);
    }

    private async Task<EffectOutcome> HandleAsync(PendingEffect pending)
    {
        var id = EffectIds.ForTarget(pending.Shard, pending.Position);
        var context = new EffectContext(pending.Actor, pending.Shard, pending.Epoch, pending.Position, pending.Attempts + 1, id);
        var handler = pending.Effect is IActorEffect ? actorEffects : parts.Handlers.Find(pending.Destination);
        using var activity = Tracing.Source.StartActivity("effect", ActivityKind.Producer);
        EffectOutcome outcome;
        try
        {
            if (handler is null)
            {
                Log.NoHandler(parts.Logger, pending.Destination);
                outcome = new EffectOutcome.Retry();
            }
            else
            {
                outcome = await handler.HandleAsync(context, pending.Effect!, parts.Stop);
            }
        }
        catch (Exception thrown) when (!parts.Stop.IsCancellationRequested)
        {
            Log.Threw(parts.Logger, pending.Destination, ActorFailure.Describe(thrown));
            outcome = new EffectOutcome.Retry();
        }

        parts.Instruments.EffectTried(outcome is EffectOutcome.Done ? "done" : handler is null ? "no_handler" : "retry");
        return outcome;
    }

    private async Task FinishAsync(Outlet outlet, PendingEffect pending, ICommand? outcome)
    {
        try
        {
            var result = outcome is null ? null : await courier.DeliverAsync(pending, outcome);
            if (result is AskResult.Quarantined) book.Park(pending);
            else if (result is AskResult.NotMine) book.Close(pending);
            else completions.Add(pending);
        }
        finally
        {
            book.GiveRoom(outlet);
        }
    }

    private bool TryDecode(PendingEffect pending)
    {
        string why;
        try
        {
            if (parts.Kinds.Find(pending.Actor)?.Codec.Decode(pending.Stored) is IEffect effect)
            {
                pending.Effect = effect;
                return true;
            }

            why = $"{pending.Stored.Name} is no effect of an actor that this version knows.";
        }
        catch (UnreadableMessageException unreadable)
        {
            why = unreadable.Message;
        }
        catch (Exception thrown)
        {
            why = $"{pending.Stored.Name}: {ActorFailure.Describe(thrown)}";
        }

        parts.Quarantine.Add(pending.Actor, new(QuarantineCategory.UnreadableEffect, why));
        return false;
    }

    private async Task<bool> ReadAsync(Outlet outlet)
    {
        if (!book.TryBeginRead(outlet, out var shard, out var mark)) return true;
        IReadOnlyList<OutboxRow>? rows = null;
        try
        {
            rows = await parts.Journal.ReadOutboxAsync(shard.Shard, mark.ReadThrough, OutboxDispatcher.PageSize, parts.StopTaking);
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException)
        {
            parts.Storage.Failed("read_outbox", thrown);
        }
        finally
        {
            book.EndRead(outlet, shard, mark, rows, OutboxDispatcher.PageSize);
        }

        return rows is not null;
    }

    // Written for people and for the time after a restart; not each time, for a destination may be away for days.
    private async Task NoteAttemptAsync(PendingEffect pending)
    {
        if (!int.IsPow2(pending.Attempts)) return;
        try
        {
            await parts.Journal.NoteAttemptAsync(pending.Shard, pending.Position, pending.Attempts, parts.StopTaking);
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException)
        {
            parts.Storage.Failed("note_attempt", thrown);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2021, LogLevel.Error, "No handler carries out effects for {Destination}; they wait")]
        internal static partial void NoHandler(ILogger logger, string destination);

        [LoggerMessage(2022, LogLevel.Warning, "An effect for {Destination} failed: {Reason}")]
        internal static partial void Threw(ILogger logger, string destination, string reason);
    }
}
