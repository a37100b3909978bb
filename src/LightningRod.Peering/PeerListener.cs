using System.Net;
using System.Net.Sockets;
using LightningRod.Peering.Transport;
using Microsoft.Extensions.Logging;

namespace LightningRod.Peering;

/// <summary>Accepts connections for a <see cref="PeerNode"/> on one or more endpoints.</summary>
/// <remarks>Stopped by its node at the latest. Sessions that it accepted live on when it stops alone.</remarks>
public sealed partial class PeerListener : IAsyncDisposable
{
    private const int Backlog = 512;
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly PeerNode _node;
    private readonly IPEndPoint[] _wanted;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Socket> _sockets = [];
    private Task _accepting = Task.CompletedTask;

    /// <summary>Makes a listener; nothing is bound before <see cref="Start"/>.</summary>
    /// <param name="node">Whose connections.</param>
    /// <param name="endPoints">Where to listen; port 0 for any free one. <c>::</c> means IPv6 alone, so that <c>0.0.0.0</c> can stand beside it.</param>
    public PeerListener(PeerNode node, params IReadOnlyList<IPEndPoint> endPoints) => (_node, _wanted) = (node, [.. endPoints]);

    /// <summary>Where it listens, with the real ports; empty before <see cref="Start"/>.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints { get; private set; } = [];

    /// <summary>Binds all endpoints and begins to accept.</summary>
    /// <exception cref="SocketException">One could not be bound, for example because another process has it; none is bound then.</exception>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    /// <exception cref="ObjectDisposedException">The node has stopped.</exception>
    public void Start()
    {
        if (_sockets.Count > 0) throw new InvalidOperationException("The listener was started before.");
        try
        {
            foreach (var endPoint in _wanted)
            {
                var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                _sockets.Add(socket);
                if (endPoint.AddressFamily == AddressFamily.InterNetworkV6) socket.DualMode = false;
                socket.Bind(endPoint);
                socket.Listen(Backlog);
            }

            _node.Add(this);
        }
        catch
        {
            foreach (var socket in _sockets) socket.Dispose();
            _sockets.Clear();
            throw;
        }

        EndPoints = [.. _sockets.Select(socket => (IPEndPoint)socket.LocalEndPoint!)];
        foreach (var endPoint in EndPoints) Log.Listening(_node.Logger, _node.Id, endPoint);
        _accepting = Task.WhenAll(_sockets.Select(AcceptAsync));
    }

    /// <summary>Stops accepting; the endpoints are free when the task is done.</summary>
    public async Task StopAsync()
    {
        _node.Remove(this);
        await _stopping.CancelAsync().ConfigureAwait(false);
        foreach (var socket in _sockets) socket.Dispose();
        await _accepting.ConfigureAwait(false);
    }

    /// <summary>Stops accepting.</summary>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    private async Task AcceptAsync(Socket listening)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                Admit(await listening.AcceptAsync(_stopping.Token).ConfigureAwait(false));
            }
            catch (Exception) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionAborted or SocketError.ConnectionReset)
            {
                // The peer was gone before it was accepted.
            }
            catch (Exception e)
            {
                // Out of descriptors or memory, mostly. The connection stays in the backlog; to try again at once would only burn the processor.
                Log.AcceptFailed(_node.Logger, e);
                await Task.Delay(PauseAfterFailure, _node.Services.Time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Admit(Socket socket)
    {
        IPEndPoint remote;
        try
        {
            remote = (IPEndPoint)socket.RemoteEndPoint!;
            socket.NoDelay = true;
        }
        catch (SocketException)
        {
            // Gone again.
            socket.Dispose();
            return;
        }

        if (_node.Gate.TryEnter(remote.Address))
        {
            _node.Own(OpenAsync(socket, remote));
            return;
        }

        _node.Instruments.HandshakeFailed(isInitiator: false, CloseCode.TooManyHandshakes);
        Log.Refused(_node.Logger, remote);
        socket.Dispose();
    }

    private async Task OpenAsync(Socket socket, IPEndPoint remote)
    {
        // Off the accepting loop: a handshake costs some tenths of a millisecond of arithmetic.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await new Opening(_node, socket, remote, remote: null).RunAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _node.Gate.Leave(remote.Address);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2030, LogLevel.Information, "Node {Node} listens on {EndPoint}.")]
        internal static partial void Listening(ILogger logger, Wire.Primitives.NodeId node, IPEndPoint endPoint);

        [LoggerMessage(2031, LogLevel.Warning, "A connection could not be accepted; trying again.")]
        internal static partial void AcceptFailed(ILogger logger, Exception exception);

        [LoggerMessage(2032, LogLevel.Debug, "A connection from {EndPoint} was refused: too many handshakes are in progress.")]
        internal static partial void Refused(ILogger logger, IPEndPoint endPoint);
    }
}
