using LightningRod.Engine.Abstractions;

namespace LightningRod.Engine.Effects;

/// <summary>Carries out effects of some destinations.</summary>
/// <remarks>
/// Called for one destination at a time, in the order in which an actor's shard wrote them; for different destinations at once. At least once:
/// an effect that was done comes again, also after later ones, when the member died before it could note that. The outcome reaches the actor once.
/// Only effects of shards that the member owns at that moment come. What it throws is a failed attempt.
/// </remarks>
public interface IEffectHandler
{
    /// <summary>Carries out an effect.</summary>
    /// <param name="context">Where it comes from.</param>
    /// <param name="effect">What.</param>
    /// <param name="cancel">The member stops and waits no longer; the effect comes again at the next start.</param>
    Task<EffectOutcome> HandleAsync(EffectContext context, IEffect effect, CancellationToken cancel);
}
