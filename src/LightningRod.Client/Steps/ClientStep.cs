using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Steps;

/// <summary>Something that happened to a payment at its payer or payee, for people who follow it. No secrets.</summary>
/// <param name="Name">One of <see cref="ClientStepNames"/>.</param>
public sealed record ClientStep(string Name)
{
    /// <summary>The payer's name of the payment: SHA-256 of its payment id; null at the payee.</summary>
    public Bytes32? Payment { get; init; }

    /// <summary>The payment hash; null where all of a payment are meant.</summary>
    public PaymentHash? Hash { get; init; }

    /// <summary>An amount; null for none.</summary>
    public Msat? Amount { get; init; }

    /// <summary>A few words: which part, why.</summary>
    public string? Detail { get; init; }
}

/// <summary>Sees each step, after it is durable. Called on the client's own threads: it must be quick and must not throw.</summary>
public interface IClientObserver
{
    /// <summary>A step happened.</summary>
    /// <param name="step">The step.</param>
    void OnStep(ClientStep step);
}

/// <summary>Sees nothing.</summary>
public sealed class NoClientObserver : IClientObserver
{
    /// <summary>The only one.</summary>
    public static NoClientObserver Instance { get; } = new();

    /// <inheritdoc/>
    public void OnStep(ClientStep step)
    {
    }
}
