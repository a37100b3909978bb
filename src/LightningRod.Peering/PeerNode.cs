using LightningRod.Peering.Limits;
using LightningRod.Peering.Telemetry;
using LightningRod.Peering.Timing;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;
using Microsoft.Extensions.Logging;

namespace LightningRod.Peering;

/// <summary>One node id with its sessions: what <see cref="PeerListener"/> and <see cref="PeerDialer"/> work for. Thread-safe.</summary>
public sealed partial class PeerNode : IAsyncDisposable
{
    private static readonly TimeSpan GraceOfHandlers = TimeSpan.FromSeconds(1);

    private readonly long _start;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly HashSet<PeerListener> _listeners = [];
    private readonly HashSet<Task> _openings = [];
    private long _lastSessionId;
    private int _dials;
    private Task? _stopped;

    /// <summary>Makes a node; nothing runs until something listens or dials.</summary>
    /// <param name="key">The node key; stays the caller's, who disposes it after the node.</param>
    /// <param name="protocol">What the node says and understands.</param>
    /// <param name="handler">Gets what comes in.</param>
    /// <param name="options">Time-outs and bounds, the defaults when null; not to be changed afterwards.</param>
    /// <param name="services">Clock, logs, resolver; the system's when null.</param>
    /// <exception cref="ArgumentException">An option is wrong; the message names it.</exception>
    public PeerNode(
        PrivateKey key, PeerProtocol protocol, IPeerSessionHandler handler, PeeringOptions? options = null, PeerServices? services = null)
    {
        (Key, Protocol, Handler, Options, Services) = (key, protocol, handler, options ?? new(), services ?? new());
        Options.Check();
        Id = new(key.PublicKey);
        _start = Services.Time.GetTimestamp();
        Logger = Services.Loggers.CreateLogger<PeerNode>();
        Wheel = new(Services.Time);
        Instruments = new(Services.Meters);
        Gate = new(Options.MaxHandshakes, Options.MaxHandshakesPerAddress);
        Sessions = new(this);
    }

    /// <summary>The node id.</summary>
    public NodeId Id { get; }

    /// <summary>The open sessions.</summary>
    public SessionRegistry Sessions { get; }

    /// <summary>Incoming handshakes in progress, <c>init</c> included.</summary>
    public int HandshakesInProgress => Gate.Count;

    internal PrivateKey Key { get; }

    internal PeerProtocol Protocol { get; }

    internal IPeerSessionHandler Handler { get; }

    internal PeeringOptions Options { get; }

    internal PeerServices Services { get; }

    internal ILogger Logger { get; }

    internal Wheel Wheel { get; }

    internal Instruments Instruments { get; }

    internal HandshakeGate Gate { get; }

    /// <summary>Cancelled when the node begins to stop.</summary>
    internal CancellationToken Stopping => _stopping.Token;

    internal bool IsStopping => _stopping.IsCancellationRequested;

    /// <summary>Time since the node was made, by its clock.</summary>
    internal TimeSpan Now => Services.Time.GetElapsedTime(_start);

    /// <summary>
    /// Stops: nothing is accepted or dialled any more, handshakes in progress are dropped, sessions send what is queued and close, all within
    /// <see cref="PeeringOptions.FlushTimeout"/>. Handler calls that take longer are left behind, and logged.
    /// </summary>
    /// <param name="cancellationToken">Makes an end of politeness: sessions are cut off.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task stopped;
        lock (_lock) stopped = _stopped ??= StopOnceAsync();
        using (cancellationToken.UnsafeRegister(static node => ((PeerNode)node!).CutOff(), this)) await stopped.ConfigureAwait(false);
    }

    /// <summary>Stops.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None).ConfigureAwait(false);

    internal SessionId NextSessionId() => new(Interlocked.Increment(ref _lastSessionId));

    internal void Add(PeerListener listener)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_stopped is not null, this);
            _listeners.Add(listener);
        }
    }

    internal void Remove(PeerListener listener)
    {
        lock (_lock) _listeners.Remove(listener);
    }

    internal bool TryBeginDial()
    {
        if (Interlocked.Increment(ref _dials) <= Options.MaxDials) return true;
        EndDial();
        return false;
    }

    internal void EndDial() => Interlocked.Decrement(ref _dials);

    /// <summary>Owns the task of a connection on its way to a session, until it ends.</summary>
    internal void Own(Task opening)
    {
        lock (_lock) _openings.Add(opening);
        opening.ContinueWith(
            done =>
            {
                lock (_lock) _openings.Remove(done);
                if (done.Exception is { } e) Log.OpeningFailed(Logger, e);
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task StopOnceAsync()
    {
        // Off the caller's thread, and off its lock.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await _stopping.CancelAsync().ConfigureAwait(false);
        PeerListener[] listeners;
        lock (_lock) listeners = [.. _listeners];
        foreach (var listener in listeners) await listener.StopAsync().ConfigureAwait(false);
        Task[] openings;
        lock (_lock) openings = [.. _openings];
        await Task.WhenAll(openings).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var sessions = Sessions.Alive();
        foreach (var session in sessions) session.Close(new CloseReason(CloseCode.Stopping, "this node stops"), CloseManner.Flush);
        try
        {
            await Task.WhenAll(sessions.Select(session => session.Completion))
                .WaitAsync(Options.FlushTimeout + GraceOfHandlers, Services.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Log.LeftBehind(Logger, Sessions.AliveCount);
        }

        Log.Stopped(Logger, Id, sessions.Count);
        Wheel.Dispose();
        Instruments.Dispose();
    }

    private void CutOff()
    {
        foreach (var session in Sessions.Alive()) session.Close(new CloseReason(CloseCode.Stopping, "this node stops at once"), CloseManner.Abort);
    }

    private static partial class Log
    {
        [LoggerMessage(2010, LogLevel.Information, "Node {Node} stopped; {Sessions} sessions were open.")]
        internal static partial void Stopped(ILogger logger, NodeId node, int sessions);

        [LoggerMessage(2011, LogLevel.Error, "{Sessions} sessions are left behind: their handler calls did not return.")]
        internal static partial void LeftBehind(ILogger logger, int sessions);

        [LoggerMessage(2012, LogLevel.Error, "The opening of a session failed; this is a bug.")]
        internal static partial void OpeningFailed(ILogger logger, Exception exception);
    }
}
