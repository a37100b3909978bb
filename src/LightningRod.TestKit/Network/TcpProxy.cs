using System.Net;
using System.Net.Sockets;

namespace LightningRod.TestKit.Network;

/// <summary>A bad network between two programs of this machine: delays, stalls, losses and cuts, on command. Thread-safe.</summary>
/// <remarks>
/// It stands on the loopback interface and leads there alone. What it is told holds for the connections that there are and for those to come.
/// </remarks>
public sealed class TcpProxy : IAsyncDisposable
{
    private const int Backlog = 512;
    private const int PieceBytes = 16 << 10;

    private readonly IPEndPoint _target;
    private readonly TimeProvider _time;
    private readonly Socket _listening = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ProxyLane[] _lanes = [new(), new()];
    private readonly Lock _lock = new();
    private readonly HashSet<Link> _links = [];
    private readonly HashSet<Task> _running = [];
    private readonly Task _accepting;
    private volatile bool _refuses;

    /// <summary>Begins to accept.</summary>
    /// <param name="target">Where connections lead: an address of the loopback interface.</param>
    /// <param name="time">The clock of delays; the system's when null.</param>
    /// <exception cref="ArgumentException">The target is not of this machine.</exception>
    public TcpProxy(IPEndPoint target, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (!IPAddress.IsLoopback(target.Address)) throw new ArgumentException("The proxy leads to the loopback interface alone.", nameof(target));
        (_target, _time) = (target, time ?? TimeProvider.System);
        _listening.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listening.Listen(Backlog);
        EndPoint = (IPEndPoint)_listening.LocalEndPoint!;
        _accepting = AcceptAsync();
    }

    /// <summary>Where to dial instead of the target.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>How many connections there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _links.Count;
        }
    }

    /// <summary>Whether new connections are cut at once.</summary>
    public bool Refuses
    {
        get => _refuses;
        set => _refuses = value;
    }

    /// <summary>Cuts all connections: both sides see a reset.</summary>
    public void Cut()
    {
        Link[] links;
        lock (_lock)
        {
            links = [.. _links];
            _links.Clear();
        }

        foreach (var link in links) link.Cut();
    }

    /// <summary>Lets some more bytes pass in one direction and then cuts all connections.</summary>
    /// <param name="direction">Whose bytes are counted, over all connections.</param>
    /// <param name="bytes">How many, at least 1.</param>
    public void CutAfter(ProxyDirection direction, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        Lane(direction).Limit(bytes);
    }

    /// <summary>Holds one direction back: nothing is read any more, so its sender finds its buffers full after a while.</summary>
    /// <param name="direction">Which.</param>
    public void Stall(ProxyDirection direction) => Lane(direction).Stall();

    /// <summary>Ends a stall; nothing was lost.</summary>
    /// <param name="direction">Which.</param>
    public void Resume(ProxyDirection direction) => Lane(direction).Resume();

    /// <summary>Reads the bytes of one direction and forgets them from now on: the sender notices nothing.</summary>
    /// <param name="direction">Which.</param>
    public void Swallow(ProxyDirection direction) => Lane(direction).Swallows = true;

    /// <summary>Makes each piece of one direction, as it comes from the network, wait before it goes on.</summary>
    /// <param name="direction">Which.</param>
    /// <param name="delay">How long; zero for not at all.</param>
    public void Delay(ProxyDirection direction, TimeSpan delay) => Lane(direction).Delay = delay;

    /// <summary>Cuts all connections and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _listening.Dispose();
        Cut();
        await _accepting.ConfigureAwait(false);
        Task[] running;
        lock (_lock) running = [.. _running];
        await Task.WhenAll(running).ConfigureAwait(false);
        _stopping.Dispose();
    }

    private static bool IsEnd(Exception e) => e is SocketException or ObjectDisposedException or OperationCanceledException;

    private ProxyLane Lane(ProxyDirection direction) => _lanes[(int)direction];

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var caller = await _listening.AcceptAsync(_stopping.Token).ConfigureAwait(false);
                var run = RunAsync(new Link(caller));
                lock (_lock)
                {
                    _running.RemoveWhere(task => task.IsCompleted);
                    _running.Add(run);
                }
            }
            catch (Exception e) when (IsEnd(e))
            {
                // Stopped, or a caller that was gone before it was accepted.
            }
        }
    }

    private async Task RunAsync(Link link)
    {
        lock (_lock) _links.Add(link);
        try
        {
            if (_refuses) return;
            await link.Target.ConnectAsync(_target, _stopping.Token).ConfigureAwait(false);
            await Task.WhenAll(
                PumpAsync(link, link.Caller, link.Target, Lane(ProxyDirection.ToTarget)),
                PumpAsync(link, link.Target, link.Caller, Lane(ProxyDirection.ToCaller))).ConfigureAwait(false);
        }
        catch (Exception e) when (IsEnd(e))
        {
            // Nobody listens, or the proxy stops.
        }
        finally
        {
            link.Cut();
            lock (_lock) _links.Remove(link);
        }
    }

    private async Task PumpAsync(Link link, Socket from, Socket to, ProxyLane lane)
    {
        var buffer = new byte[PieceBytes];
        try
        {
            while (true)
            {
                await lane.Open.WaitAsync(_stopping.Token).ConfigureAwait(false);
                var count = await from.ReceiveAsync(buffer, _stopping.Token).ConfigureAwait(false);
                if (count == 0) break;
                if (lane.Delay > TimeSpan.Zero) await Task.Delay(lane.Delay, _time, _stopping.Token).ConfigureAwait(false);
                // It may have begun while this waited for bytes.
                await lane.Open.WaitAsync(_stopping.Token).ConfigureAwait(false);
                if (lane.Swallows) continue;
                var rest = buffer.AsMemory(0, lane.Take(count, out var isLast));
                while (!rest.IsEmpty) rest = rest[await to.SendAsync(rest, _stopping.Token).ConfigureAwait(false)..];
                if (!isLast) continue;
                Cut();
                return;
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (IsEnd(e))
        {
            // One side is gone; the other may still have something to say only if this one ended well.
            link.Cut();
        }
    }

    /// <summary>One connection: both its ends.</summary>
    private sealed class Link(Socket caller)
    {
        internal Socket Caller => caller;

        internal Socket Target { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        internal void Cut()
        {
            foreach (var socket in new[] { caller, Target })
            {
                try
                {
                    // Nothing lingers: the other end sees a reset.
                    socket.LingerState = new LingerOption(enable: true, seconds: 0);
                }
                catch (Exception e) when (IsEnd(e))
                {
                    // It is gone already.
                }

                socket.Dispose();
            }
        }
    }
}
