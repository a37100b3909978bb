using System.Net;
using System.Net.Sockets;
using LightningRod.Relay;

namespace LightningRod.Server.Composition;

/// <summary>The relay as a part.</summary>
internal sealed class RelayPart(RelayCarrier relay) : IMemberPart
{
    /// <inheritdoc/>
    public string Name => "relay";

    /// <inheritdoc/>
    public IPEndPoint? EndPoint => relay.EndPoints.Count > 0 ? relay.EndPoints[0] : null;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            relay.Start();
        }
        catch (SocketException failure)
        {
            await relay.DisposeAsync().ConfigureAwait(false);
            throw new MemberStartException($"The relay cannot listen (Relay:Listen, Relay:Port): {failure.Message}", failure);
        }
    }

    /// <inheritdoc/>
    public async Task<bool> StopAsync(TimeSpan within)
    {
        await relay.DisposeAsync().ConfigureAwait(false);
        return true;
    }
}
