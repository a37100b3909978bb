namespace LightningRod.Flows.Telemetry;

/// <summary>All measuring of the ways through the house.</summary>
/// <remarks>Thread-safe. What nobody listens to costs next to nothing.</remarks>
internal sealed partial class Instruments
{
    private Instruments()
    {
    }

    /// <summary>Those of this process.</summary>
    internal static Instruments Shared { get; } = new();
}
