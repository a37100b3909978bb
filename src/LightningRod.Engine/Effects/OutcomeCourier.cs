using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Failures;

namespace LightningRod.Engine.Effects;

/// <summary>Tells actors what became of their effects.</summary>
/// <remarks>
/// One after the other for each actor, for different actors at once. An outcome bears a command id that follows from the effect, so that it is
/// decided once however often it comes.
/// </remarks>
internal sealed class OutcomeCourier(LocalFabric fabric, RetryPolicy retry, CancellationToken stopRepeating, CancellationToken stop)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ActorId, (Task Last, int Count)> _underWay = [];

    /// <summary>Tells an actor, and again until it has decided.</summary>
    /// <returns>The last result: a reply, a quarantine, or that the actor is not here.</returns>
    internal Task<AskResult> DeliverAsync(PendingEffect effect, ICommand outcome)
    {
        lock (_gate)
        {
            var (last, count) = _underWay.GetValueOrDefault(effect.Actor);
            var delivery = DeliverAfterAsync(last, effect, outcome);
            _underWay[effect.Actor] = (delivery, count + 1);
            return delivery;
        }
    }

    private async Task<AskResult> DeliverAfterAsync(Task? before, PendingEffect effect, ICommand outcome)
    {
        // Also keeps the asking out of the lock.
        await Task.Yield();
        if (before is not null) await before.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            return await RepeatAsync(effect, outcome);
        }
        finally
        {
            Forget(effect.Actor);
        }
    }

    private async Task<AskResult> RepeatAsync(PendingEffect effect, ICommand outcome)
    {
        var id = EffectIds.ForOutcome(effect.Shard, effect.Position);
        for (var failures = 1; ; failures++)
        {
            var result = await fabric.AskInnerAsync(effect.Actor, outcome, id, stop);
            if (result is AskResult.Replied or AskResult.Quarantined or AskResult.NotMine) return result;
            await retry.WaitAsync(failures, stopRepeating);
        }
    }

    private void Forget(ActorId actor)
    {
        lock (_gate)
        {
            var (last, count) = _underWay[actor];
            if (count == 1) _underWay.Remove(actor);
            else _underWay[actor] = (last, count - 1);
        }
    }
}
