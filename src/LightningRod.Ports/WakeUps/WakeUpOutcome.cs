namespace LightningRod.Ports.WakeUps;

/// <summary>What a provider said. None of them means that the client is awake: that is seen when it comes.</summary>
public abstract record WakeUpOutcome
{
    private WakeUpOutcome()
    {
    }

    /// <summary>The provider took it.</summary>
    public sealed record Delivered : WakeUpOutcome;

    /// <summary>The device is known no more; the token is to be forgotten.</summary>
    public sealed record TokenGone : WakeUpOutcome;

    /// <summary>Not now: the provider is busy, unreachable or limits the rate.</summary>
    /// <param name="Delay">How long to wait at least; null when the provider does not say.</param>
    /// <param name="Reason">For operators; without token or URL.</param>
    public sealed record RetryAfter(TimeSpan? Delay, string Reason) : WakeUpOutcome;

    /// <summary>It will not be taken however often it is tried: wrong credentials, forbidden address, malformed token.</summary>
    /// <param name="Reason">For operators; without token or URL.</param>
    public sealed record Refused(string Reason) : WakeUpOutcome;
}
