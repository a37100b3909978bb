using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Fabric;

namespace LightningRod.Engine.Effects;

/// <summary>Delivers effects that are commands for other actors.</summary>
internal sealed class ActorEffectHandler(IActorFabric fabric) : IEffectHandler
{
    internal const string Prefix = "actor";

    // Nobody waits for it, so long enough for any queue.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task<EffectOutcome> HandleAsync(EffectContext context, IEffect effect, CancellationToken cancel)
    {
        var command = (IActorEffect)effect;
        var options = new AskOptions { CommandId = context.EffectId, Timeout = Patience };
        return await fabric.AskAsync(command.Target, command.Command, options, cancel) is AskResult.Replied replied
            ? new EffectOutcome.Done(command.OutcomeOf(replied.Reply))
            : new EffectOutcome.Retry();
    }
}
