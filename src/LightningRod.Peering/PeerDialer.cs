using System.Diagnostics;
using LightningRod.Peering.Dialing;
using LightningRod.Peering.Telemetry;
using LightningRod.Peering.Transport;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;
using Microsoft.Extensions.Logging;

namespace LightningRod.Peering;

/// <summary>Dials other nodes for a <see cref="PeerNode"/>. Thread-safe.</summary>
/// <param name="node">Whose sessions.</param>
/// <param name="publicOnly">
/// Whether only public addresses are dialled (<see cref="PublicAddress"/>): for addresses that strangers name. Names are judged by what
/// they resolve to, and it is the judged address that is dialled.
/// </param>
public sealed partial class PeerDialer(PeerNode node, bool publicOnly)
{
    private readonly Connector _connector = new(node.Services, node.Options, publicOnly);

    /// <summary>Connects, shakes hands and exchanges <c>init</c>.</summary>
    /// <param name="address">IPv4, IPv6 or a DNS name; an onion service is refused.</param>
    /// <param name="remote">The key that the other side must prove to have.</param>
    /// <param name="cancellationToken">Ends the attempt at any step; a session that opened at the same moment stays open.</param>
    /// <returns>An open session, or why there is none.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<DialResult> DialAsync(NetworkAddress address, PublicKey remote, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var activity = Instruments.Activities.StartActivity("dial", ActivityKind.Client);
        if (new NodeId(remote) == node.Id)
        {
            var same = new CloseReason(CloseCode.SameNode, "this node's own key");
            return Ended(new(new DialFailure(DialFailureCode.NoSession, same.ToString(), same)), address, activity);
        }

        if (!node.TryBeginDial()) return Ended(new(new DialFailure(DialFailureCode.Busy, $"{node.Options.MaxDials} dials are in progress")), address, activity);
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, node.Stopping);
            var dialling = DialOnceAsync(address, remote, either.Token);
            node.Own(dialling);
            return Ended(await dialling.ConfigureAwait(false), address, activity);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Ended(new(new DialFailure(DialFailureCode.Stopping, "this node stops")), address, activity);
        }
        catch (OperationCanceledException)
        {
            node.Instruments.DialFailed(null);
            throw;
        }
        finally
        {
            node.EndDial();
        }
    }

    private async Task<DialResult> DialOnceAsync(NetworkAddress address, PublicKey remote, CancellationToken cancellationToken)
    {
        var (connection, failure) = await _connector.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
        if (failure is not null) return new(failure);
        var opening = new Opening(node, connection!.Socket, connection.EndPoint, remote);
        var (session, reason) = await opening.RunAsync(cancellationToken).ConfigureAwait(false);
        return session is not null ? new(session) : new(new DialFailure(DialFailureCode.NoSession, reason.ToString(), reason));
    }

    private DialResult Ended(DialResult result, NetworkAddress address, Activity? activity)
    {
        if (result.TryGet(out _, out var failure))
        {
            node.Instruments.Dialled();
            return result;
        }

        activity?.SetStatus(ActivityStatusCode.Error, failure.Code.ToString());
        node.Instruments.DialFailed(failure.Code);
        Log.Failed(node.Logger, address, failure);
        return result;
    }

    private static partial class Log
    {
        [LoggerMessage(2040, LogLevel.Debug, "No session by dialling {Address}: {Failure}.")]
        internal static partial void Failed(ILogger logger, NetworkAddress address, DialFailure failure);
    }
}
