using System.Diagnostics;

namespace LightningRod.Flows.Telemetry;

/// <summary>All measuring of the ways through the house.</summary>
/// <remarks>Thread-safe. What nobody listens to costs next to nothing.</remarks>
internal sealed partial class Instruments
{
    private Instruments()
    {
    }

    /// <summary>The source of activities: one for each way in and out. Never from a peer's context.</summary>
    internal static ActivitySource Activities { get; } = new(InstrumentNames.Source);

    /// <summary>Those of this process.</summary>
    internal static Instruments Shared { get; } = new();
}
