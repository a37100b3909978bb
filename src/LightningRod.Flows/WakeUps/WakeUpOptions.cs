namespace LightningRod.Flows.WakeUps;

/// <summary>Bounds of wake-ups.</summary>
public sealed record WakeUpOptions
{
    /// <summary>Calls of providers at a time. Default 64.</summary>
    public int MaxInFlight { get; init; } = 64;

    /// <summary>How often one wake-up is tried that no provider took; then the mailbox decides when there is another. Default 6.</summary>
    public int MaxTries { get; init; } = 6;

    /// <summary>The longest wait between two tries that a provider can ask for. Default 5 minutes.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(5);
}
