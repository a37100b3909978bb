using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using LightningRod.Peering.Telemetry;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Transport;
using Microsoft.Extensions.Logging;

namespace LightningRod.Peering.Transport;

/// <summary>The way of a connection to a session: handshake, <c>init</c>, entry in the registry. Takes the socket over.</summary>
/// <param name="node">Whose session.</param>
/// <param name="socket">Connected.</param>
/// <param name="remoteEndPoint">Where it leads.</param>
/// <param name="remote">Who must answer when this side dialled, else null.</param>
[SuppressMessage("Design", "CA1001", Justification = "The session takes over what it has, or Abandon disposes it.")]
internal sealed partial class Opening(PeerNode node, Socket socket, IPEndPoint remoteEndPoint, PublicKey? remote)
{
    private readonly bool _isInitiator = remote is not null;
    private NoiseSession? _noise;
    private MessageReader? _reader;

    /// <summary>Goes the way once.</summary>
    /// <returns>A running session, or why there is none; the socket is disposed then.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal async Task<(PeerSession? Session, CloseReason Reason)> RunAsync(CancellationToken cancellationToken)
    {
        var began = node.Now;
        using var activity = Instruments.Activities.StartActivity("handshake", _isInitiator ? ActivityKind.Client : ActivityKind.Server);
        using var timeout = new CancellationTokenSource(node.Options.HandshakeTimeout, node.Services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken, node.Stopping);
        PeerSession? session = null;
        CloseReason? reason = null;
        try
        {
            (session, reason) = await GoAsync(timeout, either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (SocketBytes.IsGone(e))
        {
            reason = new(CloseCode.ConnectionLost, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            reason = node.IsStopping ? new(CloseCode.Stopping, "this node stops")
                : _noise is null ? new(CloseCode.HandshakeTimeout, $"no handshake within {node.Options.HandshakeTimeout}")
                : new(CloseCode.InitTimeout, $"no init within {node.Options.InitTimeout}");
        }
        finally
        {
            if (session is null) Abandon(reason?.Code);
        }

        if (session is null)
        {
            activity?.SetStatus(ActivityStatusCode.Error, reason.Value.Code.ToString());
            Log.Failed(node.Logger, remoteEndPoint, reason.Value);
            return (null, reason.Value);
        }

        node.Instruments.SessionOpened(_isInitiator, node.Now - began);
        Log.Opened(node.Logger, session.Id, session.RemoteId, remoteEndPoint);
        session.Start();
        return (session, default);
    }

    private async Task<(PeerSession? Session, CloseReason Reason)> GoAsync(CancellationTokenSource timeout, CancellationToken cancellationToken)
    {
        (_noise, var reason) = remote is { } key
            ? await Handshake.InitiateAsync(socket, node.Key, key, cancellationToken).ConfigureAwait(false)
            : await Handshake.RespondAsync(socket, node.Key, cancellationToken).ConfigureAwait(false);
        if (_noise is null) return (null, reason);
        if (new NodeId(_noise.RemoteStaticKey) == node.Id)
        {
            const string detail = "both sides have the same node key";
            await InitExchange.SendAsync(socket, _noise, new Warning(detail), cancellationToken).ConfigureAwait(false);
            return (null, new(CloseCode.SameNode, detail));
        }

        timeout.CancelAfter(node.Options.InitTimeout);
        _reader = new(socket, _noise);
        var own = _isInitiator ? node.Protocol.Init : InitExchange.ForDialler(node.Protocol.Init, remoteEndPoint);
        (var init, reason) = await InitExchange.RunAsync(socket, _noise, _reader, own, node.Protocol, cancellationToken).ConfigureAwait(false);
        if (init is null) return (null, reason);

        var session = new PeerSession(node, socket, _noise, _reader, remoteEndPoint, init, _isInitiator);
        if (node.Sessions.Enter(session) is not { } refusal) return (session, default);
        await InitExchange.SendAsync(socket, _noise, new Warning(refusal.Detail), cancellationToken).ConfigureAwait(false);
        return (null, refusal);
    }

    private void Abandon(CloseCode? code)
    {
        node.Instruments.HandshakeFailed(_isInitiator, code);
        _reader?.Dispose();
        _noise?.Dispose();
        socket.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(2020, LogLevel.Debug, "Session {Session} with {Node} at {EndPoint} opened.")]
        internal static partial void Opened(ILogger logger, SessionId session, NodeId node, IPEndPoint endPoint);

        [LoggerMessage(2021, LogLevel.Debug, "A connection with {EndPoint} became no session: {Reason}.")]
        internal static partial void Failed(ILogger logger, IPEndPoint endPoint, CloseReason reason);
    }
}
