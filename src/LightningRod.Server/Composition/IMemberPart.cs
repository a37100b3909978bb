using System.Net;

namespace LightningRod.Server.Composition;

/// <summary>A part of a member that runs: started in order, stopped in reverse.</summary>
/// <remarks>Each method is called once. A part whose start failed is not stopped: it has cleaned up by itself.</remarks>
internal interface IMemberPart
{
    /// <summary>Its name in logs.</summary>
    string Name { get; }

    /// <summary>Where it listens, once it has started; null when it does not.</summary>
    IPEndPoint? EndPoint => null;

    /// <summary>Starts it. Does not wait for anything outside this machine.</summary>
    /// <param name="cancellationToken">Ends the start.</param>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Stops it; what is not done in time is cut off.</summary>
    /// <param name="within">How long that may take.</param>
    /// <returns>Whether everything ended in time.</returns>
    Task<bool> StopAsync(TimeSpan within);
}
