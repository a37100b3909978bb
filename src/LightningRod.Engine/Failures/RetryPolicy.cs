namespace LightningRod.Engine.Failures;

/// <summary>How long to wait before the next attempt: doubling from a first delay up to a longest one, less a random part.</summary>
/// <remarks>Thread-safe. The random part keeps those that failed together from coming back together.</remarks>
/// <param name="first">The delay after the first failure.</param>
/// <param name="longest">The longest delay.</param>
/// <param name="random">Where the random part comes from; used under a lock.</param>
/// <param name="time">By which clock is waited.</param>
public sealed class RetryPolicy(TimeSpan first, TimeSpan longest, Random random, TimeProvider time)
{
    private const double JitterShare = 0.2;
    private const int MostDoublings = 30;

    private readonly Lock _gate = new();

    /// <summary>The delay after some failures in a row.</summary>
    /// <param name="failures">How many; at least 1.</param>
    public TimeSpan DelayAfter(int failures)
    {
        var whole = Math.Min(longest.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, Math.Clamp(failures - 1, 0, MostDoublings)));
        double share;
        lock (_gate) share = random.NextDouble();
        return TimeSpan.FromMilliseconds(whole * (1 - (JitterShare * share)));
    }

    /// <summary>Waits for that long.</summary>
    /// <param name="failures">How many failures there were in a row; at least 1.</param>
    /// <param name="cancel">Ends the wait.</param>
    public Task WaitAsync(int failures, CancellationToken cancel) => Task.Delay(DelayAfter(failures), time, cancel);
}
