using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Steps;

/// <summary>Something that happened to a payment or a message here, for people who follow it. No secrets.</summary>
/// <param name="Name">One of <see cref="StepNames"/>.</param>
public sealed record Step(string Name)
{
    /// <summary>The client that it is about; null for none.</summary>
    public NodeId? Client { get; init; }

    /// <summary>An amount; null for none.</summary>
    public Msat? Amount { get; init; }

    /// <summary>A few words: which part, which peer, why.</summary>
    public string? Detail { get; init; }
}

/// <summary>Sees each step, after it is durable. Called on the flows' own threads: it must be quick and must not throw.</summary>
public interface IStepObserver
{
    /// <summary>A step happened.</summary>
    /// <param name="step">The step.</param>
    void OnStep(Step step);
}

/// <summary>Sees nothing.</summary>
public sealed class NoSteps : IStepObserver
{
    /// <summary>The only one.</summary>
    public static NoSteps Instance { get; } = new();

    /// <inheritdoc/>
    public void OnStep(Step step)
    {
    }
}
