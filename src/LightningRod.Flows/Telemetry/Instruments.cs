using System.Diagnostics.Metrics;

namespace LightningRod.Flows.Telemetry;

/// <summary>All measuring of the flows.</summary>
/// <remarks>Thread-safe. What nobody listens to costs next to nothing.</remarks>
internal sealed partial class Instruments : IDisposable
{
    private readonly Meter _meter = new(InstrumentNames.Source);

    public void Dispose() => _meter.Dispose();
}
