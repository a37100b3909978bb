using System.Net;
using System.Net.Sockets;
using LightningRod.Peers.Tests.Driver;

namespace LightningRod.Peers.Tests.Transport;

/// <summary>Stands between a caller and a listener of the loopback interface and changes one byte of what one of them says.</summary>
internal sealed class TamperingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = WireConnection.Listen();
    private readonly CancellationTokenSource _stop = WireConnection.Patience();
    private readonly int _target;
    private readonly Side _speaker;
    private readonly Tampering _tampering;
    private readonly int _offset;
    private readonly Task _running;

    /// <summary>Serves one caller.</summary>
    /// <param name="target">The listener's port.</param>
    /// <param name="speaker">Whose bytes are changed.</param>
    /// <param name="tampering">How.</param>
    /// <param name="offset">Where: counted from the first byte that this side says.</param>
    internal TamperingProxy(int target, Side speaker, Tampering tampering, int offset)
    {
        (_target, _speaker, _tampering, _offset) = (target, speaker, tampering, offset);
        _running = Run();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task Run()
    {
        try
        {
            using var caller = await _listener.AcceptSocketAsync(_stop.Token);
            using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await listener.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            // The first side that ends, ends both: that is what both must notice.
            await Task.WhenAny(Pump(caller, listener, Side.Caller), Pump(listener, caller, Side.Listener));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The test is over, or went away before it dialled.
        }
    }

    private async Task Pump(Socket from, Socket to, Side speaker)
    {
        var buffer = new byte[1 << 16];
        var passed = 0;
        try
        {
            while (await from.ReceiveAsync(buffer, _stop.Token) is var count and > 0)
            {
                var chunk = buffer.AsMemory(0, count);
                var at = _offset - passed;
                passed += count;
                if (speaker == _speaker && at >= 0 && at < count) chunk = Tamper(chunk.ToArray(), at);
                for (var rest = chunk; !rest.IsEmpty;) rest = rest[await to.SendAsync(rest, _stop.Token)..];
                if (chunk.Length == at && _tampering == Tampering.Cut) return;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One side is gone.
        }
    }

    private byte[] Tamper(byte[] chunk, int at)
    {
        switch (_tampering)
        {
            case Tampering.Drop: return [.. chunk[..at], .. chunk[(at + 1)..]];
            case Tampering.Insert: return [.. chunk[..at], 0, .. chunk[at..]];
            case Tampering.Cut: return chunk[..at];
            case Tampering.FlipHighestBit: chunk[at] ^= 0x80; return chunk;
            default: chunk[at] ^= 1; return chunk;
        }
    }
}
