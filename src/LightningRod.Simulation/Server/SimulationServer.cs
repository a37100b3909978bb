using System.Net;
using System.Net.Sockets;
using LightningRod.Ports.Channels;
using LightningRod.Simulation.Network;
using LightningRod.Simulation.Protocol;

namespace LightningRod.Simulation.Server;

/// <summary>A simulated network behind a loopback socket.</summary>
/// <remarks>Requests of all connections are carried out one after the other, in the order in which they were read.</remarks>
public sealed class SimulationServer : INetworkObserver, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<ClientSession> _sessions = [];
    private readonly HashSet<Task> _running = [];
    private readonly Action<SimulationStep>? _log;
    private readonly TcpListener _listener;
    private readonly SimulatedNetwork _network;
    private readonly RequestJournal _journal;
    private readonly Task _accepting;
    private readonly bool _readingBack = true;

    private SimulationServer(int port, ulong seed, string? statePath, NetworkSettings? settings, Action<SimulationStep>? log)
    {
        _log = log;
        _network = new SimulatedNetwork(seed, this, settings);
        _journal = statePath is null ? RequestJournal.None : RequestJournal.Open(statePath, seed, _network);
        _readingBack = false;
        // Whoever had a stream has lost it with the process that served it.
        foreach (var stream in _network.OpenStreams) Carry(new StopIntercepting(stream));
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Starts a simulation.</summary>
    /// <param name="port">Port on the loopback address; 0 for any.</param>
    /// <param name="seed">Keys and channel ids depend on it.</param>
    /// <param name="statePath">A file for the requests, from which a restart brings the network back; null for none.</param>
    /// <param name="settings">What the whole network has in common; the same at each start with one state file.</param>
    /// <param name="log">Gets every step, on the thread of its request.</param>
    /// <exception cref="SimulationException">The state file is of another seed.</exception>
    /// <exception cref="SocketException">The port is taken.</exception>
    public static SimulationServer Start(
        int port, ulong seed, string? statePath = null, NetworkSettings? settings = null, Action<SimulationStep>? log = null) =>
        new(port, seed, statePath, settings, log);

    /// <summary>Finds a block at every tick until it is cancelled.</summary>
    /// <param name="interval">Time between blocks.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task MineAsync(TimeSpan interval, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            lock (_gate) Carry(new Mine());
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        Task[] running;
        lock (_gate) running = [.. _running];
        await Task.WhenAll(running);
        _journal.Dispose();
        _listener.Dispose();
        _stopping.Dispose();
    }

    void INetworkObserver.OnReport(long stream, NodeReport report)
    {
        foreach (var session in _sessions.Where(session => session.Streams.Contains(stream))) session.Send(new ResponseFrame { Report = report });
    }

    void INetworkObserver.OnWalletReport(string wallet, WalletReport report)
    {
        foreach (var session in _sessions.Where(session => session.Wallets.Contains(wallet)))
            session.Send(new ResponseFrame { Node = wallet, Wallet = report });
    }

    void INetworkObserver.OnStep(SimulationStep step)
    {
        // What is read back from the journal was told before.
        if (_readingBack) return;
        _log?.Invoke(step);
        foreach (var session in _sessions.Where(session => session.WatchesSteps)) session.Send(new ResponseFrame { Step = step });
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync(_stopping.Token);
            }
            catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            var session = new ClientSession(new LineConnection(socket));
            lock (_gate)
            {
                _sessions.Add(session);
                var task = ServeAsync(session);
                if (!task.IsCompleted) _running.Add(task);
                _running.RemoveWhere(running => running.IsCompletedSuccessfully);
            }
        }
    }

    private async Task ServeAsync(ClientSession session)
    {
        await session.RunAsync(Handle, _stopping.Token);
        lock (_gate)
        {
            _sessions.Remove(session);
            // A server that stops is as if killed: what its clients had is closed at the next start.
            if (_stopping.IsCancellationRequested) return;
            foreach (var stream in session.Streams) Carry(new StopIntercepting(stream));
            foreach (var wallet in session.Present.Where(wallet => !_sessions.Any(other => other.Present.Contains(wallet))))
                Carry(new SetOnline(wallet, false));
        }
    }

    private void Handle(ClientSession session, RequestFrame frame)
    {
        lock (_gate)
        {
            try
            {
                Serve(session, frame);
            }
            catch (SimulationException refused)
            {
                session.Send(new ResponseFrame { Id = frame.Id, Error = refused.Message });
            }
        }
    }

    private void Serve(ClientSession session, RequestFrame frame)
    {
        switch (frame.Request)
        {
            case WatchSteps:
                session.WatchesSteps = true;
                session.Reply(frame.Id, new Done());
                break;
            case WatchWallet watch:
                _network.Execute(new GetNode(watch.Node));
                session.Wallets.Add(watch.Node);
                session.Reply(frame.Id, new Done());
                var wasOnline = _network.Execute(new GetNode(watch.Node)).Online;
                if (watch.Presence && session.Present.Add(watch.Node)) Carry(new SetOnline(watch.Node, true));
                // Coming online greets; who is there already is greeted here.
                if (wasOnline) _network.Greet(watch.Node);
                break;
            case StartIntercepting start:
                var opened = (StreamReply)Carry(start);
                session.Reply(frame.Id, opened);
                if (opened.Stream is not { } stream) break;
                session.Streams.Add(stream);
                _network.Replay(stream);
                break;
            default:
                session.Reply(frame.Id, Carry(frame.Request));
                break;
        }
    }

    private object Carry(Request request)
    {
        if (request.Changes) _journal.Append(request);
        return _network.Execute(request);
    }
}
