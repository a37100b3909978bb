using LightningRod.Engine.Abstractions;

namespace LightningRod.Engine.Effects;

/// <summary>What became of an attempt at an effect.</summary>
public abstract record EffectOutcome
{
    private EffectOutcome()
    {
    }

    /// <summary>It is done, or will never be: it is not tried again.</summary>
    /// <param name="Outcome">What the actor is told; null for nothing.</param>
    public sealed record Done(ICommand? Outcome = null) : EffectOutcome;

    /// <summary>Not now. Until it is done, nothing else goes to its destination.</summary>
    /// <param name="After">When to try again; null for a delay that grows with the failures.</param>
    public sealed record Retry(TimeSpan? After = null) : EffectOutcome;
}
