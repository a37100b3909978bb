namespace LightningRod.Server.Telemetry;

/// <summary>The meters of a member, which are also its sources of activities. What exports metrics takes these and no others.</summary>
/// <remarks>
/// .NET's own <c>System.Net.Http</c>, <c>System.Net.NameResolution</c> and the sources that begin with <c>Experimental.</c> tag with host names of
/// webhooks, which are secret.
/// </remarks>
public static class Meters
{
    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Engine.Telemetry.InstrumentNames.Source,
        Flows.Telemetry.InstrumentNames.Source,
        Peering.Telemetry.Instruments.Name,
        Relay.Telemetry.Instruments.Name,
        WakeUps.Telemetry.Instruments.Name,
    ];
}
