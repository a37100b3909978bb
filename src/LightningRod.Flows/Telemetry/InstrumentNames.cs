namespace LightningRod.Flows.Telemetry;

/// <summary>All names by which the flows are measured, and their tags. No tag names a client, a payment, a message or a device.</summary>
public static partial class InstrumentNames
{
    /// <summary>The meter, and the source of activities.</summary>
    public const string Source = "LightningRod.Flows";
}
