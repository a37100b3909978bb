using System.Diagnostics.Metrics;

namespace LightningRod.WakeUps.Webhook;

/// <summary>Keeps the HTTP client's own instruments to itself: they are tagged with host names, which strangers chose and which are secret.</summary>
internal sealed class SilentMeters : IMeterFactory
{
    internal static SilentMeters Instance { get; } = new();

    /// <inheritdoc/>
    public Meter Create(MeterOptions options)
    {
        // No listener is shown the instruments of a meter that is disposed.
        var meter = new Meter(options);
        meter.Dispose();
        return meter;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
