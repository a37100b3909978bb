using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using LightningRod.Simulation.Network;
using LightningRod.Simulation.Protocol;

namespace LightningRod.Simulation.Client;

/// <summary>Speaks with a simulation: for wallets, scripts and tests.</summary>
/// <remarks>
/// <para>Thread-safe; requests of one client are carried out in the order in which they were sent.</para>
/// <para>
/// Failure: <see cref="SimulationException"/> when a request is refused, <see cref="IOException"/> when the simulation cannot be reached or went away
/// meanwhile: then it is not known whether the request was carried out. The next request connects again.
/// </para>
/// </remarks>
public sealed class SimulationClient(IPEndPoint endPoint) : IAsyncDisposable
{
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private long _lastId;
    private Link? _link;

    /// <summary>Sends a request and waits for the reply.</summary>
    /// <typeparam name="TReply">The reply's type.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<TReply> SendAsync<TReply>(Request<TReply> request, CancellationToken cancellationToken = default)
    {
        var link = await LinkAsync(cancellationToken);
        var id = Interlocked.Increment(ref _lastId);
        var reply = await link.AskAsync(new RequestFrame(id, request), cancellationToken);
        return Read<TReply>(reply);
    }

    /// <summary>What a wallet sees: first what waits for it, then what happens. Ends when the simulation goes away.</summary>
    /// <param name="wallet">Its name.</param>
    /// <param name="presence">Whether the wallet is online as long as this is read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public IAsyncEnumerable<WalletReport> WatchWalletAsync(string wallet, bool presence, CancellationToken cancellationToken = default) =>
        WatchAsync(new WatchWallet(wallet, presence), frame => frame.Wallet, cancellationToken);

    /// <summary>Every step of the network from now on.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    public IAsyncEnumerable<SimulationStep> WatchStepsAsync(CancellationToken cancellationToken = default) =>
        WatchAsync(new WatchSteps(), frame => frame.Step, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_link is { } link) await link.DisposeAsync();
        _connecting.Dispose();
    }

    /// <summary>A connection of its own with one request on it, whose reply is the first frame.</summary>
    internal async Task<(LineConnection Connection, TReply Reply)> OpenAsync<TReply>(Request<TReply> request, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(cancellationToken);
        try
        {
            await connection.WriteAsync(new RequestFrame(1, request), cancellationToken);
            var frame = await connection.ReadAsync<ResponseFrame>(cancellationToken) ?? throw new IOException("The simulation went away.");
            return (connection, Read<TReply>(frame));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private async IAsyncEnumerable<T> WatchAsync<T>(
        Request<Done> request, Func<ResponseFrame, T?> select, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        var (connection, _) = await OpenAsync(request, cancellationToken);
        using (connection)
        {
            while (await connection.ReadAsync<ResponseFrame>(cancellationToken) is { } frame)
            {
                if (select(frame) is { } news) yield return news;
            }
        }
    }

    private static TReply Read<TReply>(ResponseFrame frame) => frame.Error is { } error
        ? throw new SimulationException(error)
        : frame.Reply!.Value.Deserialize<TReply>(SimulationJson.Options)!;

    private async Task<LineConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken);
            return new LineConnection(socket);
        }
        catch (SocketException refused)
        {
            socket.Dispose();
            throw new IOException($"No simulation answers at {endPoint}.", refused);
        }
    }

    private async Task<Link> LinkAsync(CancellationToken cancellationToken)
    {
        if (_link is { IsOpen: true } open) return open;
        await _connecting.WaitAsync(cancellationToken);
        try
        {
            if (_link is { IsOpen: true } meanwhile) return meanwhile;
            if (_link is { } broken) await broken.DisposeAsync();
            return _link = new Link(await ConnectAsync(cancellationToken));
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <summary>One connection and who waits for replies on it.</summary>
    private sealed class Link : IAsyncDisposable
    {
        private readonly LineConnection _connection;
        private readonly ConcurrentDictionary<long, TaskCompletionSource<ResponseFrame>> _waiting = new();
        private readonly Task _reading;
        private volatile bool _ended;

        internal Link(LineConnection connection)
        {
            _connection = connection;
            _reading = ReadAsync();
        }

        internal bool IsOpen => !_ended;

        internal async Task<ResponseFrame> AskAsync(RequestFrame frame, CancellationToken cancellationToken)
        {
            var reply = new TaskCompletionSource<ResponseFrame>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting[frame.Id] = reply;
            try
            {
                // A reading that ended before this request was listed does not fail it.
                if (!IsOpen) throw Gone();
                await _connection.WriteAsync(frame, cancellationToken);
                return await reply.Task.WaitAsync(cancellationToken);
            }
            finally
            {
                _waiting.TryRemove(frame.Id, out _);
            }
        }

        public async ValueTask DisposeAsync()
        {
            _connection.Dispose();
            await _reading;
        }

        private static IOException Gone() => new("The simulation went away.");

        private async Task ReadAsync()
        {
            try
            {
                while (await _connection.ReadAsync<ResponseFrame>(CancellationToken.None) is { } frame)
                {
                    if (frame.Id is { } id && _waiting.TryRemove(id, out var waiting)) waiting.TrySetResult(frame);
                }
            }
            finally
            {
                // First the mark, then the waiting ones: a request that is listed after this loop sees the mark.
                _ended = true;
                foreach (var waiting in _waiting.Values) waiting.TrySetException(Gone());
            }
        }
    }
}
