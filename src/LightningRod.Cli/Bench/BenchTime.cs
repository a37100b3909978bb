namespace LightningRod.Cli.Bench;

/// <summary>The system's clock, whose monotonic time can be put forward.</summary>
internal sealed class BenchTime : TimeProvider
{
    private long _ahead;

    /// <inheritdoc/>
    public override long GetTimestamp() => base.GetTimestamp() + Volatile.Read(ref _ahead);

    /// <summary>Puts it forward; timers run as before.</summary>
    internal void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, (long)(by.TotalSeconds * TimestampFrequency));
}
