using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using LightningRod.TestKit.Carriers;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Transport;

namespace LightningRod.Relay.Tests.Harness;

/// <summary>A wallet's end of a session, made of Wire alone: it keeps no rule that the test does not want.</summary>
internal sealed class Wallet : ICarrierPeer, IDisposable
{
    private readonly Socket _socket;
    private readonly PrivateKey _key;
    private readonly Channel<PeerMessage> _messages = Channel.CreateUnbounded<PeerMessage>();
    private readonly Channel<Pong> _pongs = Channel.CreateUnbounded<Pong>();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Lock _lock = new();
    private readonly Queue<Ping> _held = [];
    private NoiseSession _noise = null!;
    private Task _reading = Task.CompletedTask;
    private bool _holds;

    private Wallet(Socket socket, PrivateKey key) => (_socket, _key, Id) = (socket, key, new(key.PublicKey));

    public NodeId Id { get; }

    public Task Ended => _reading;

    /// <summary>What the relay said of itself.</summary>
    internal Init Init { get; private set; } = null!;

    /// <summary>The last warning, or null.</summary>
    internal string? Warning { get; private set; }

    /// <summary>How many pings came.</summary>
    internal int Pings { get; private set; }

    /// <summary>Dials a relay.</summary>
    internal static async Task<Wallet> DialAsync(IPEndPoint endPoint, NodeId relay, PrivateKey? key = null, int? receiveBuffer = null)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } size) socket.ReceiveBufferSize = size;
        await socket.ConnectAsync(endPoint, TestContext.Current.CancellationToken);
        var wallet = new Wallet(socket, key ?? PrivateKey.Generate());
        Assert.True(relay.ToPublicKey(out var remote));
        using var initiator = new NoiseInitiator(wallet._key, remote);
        await wallet.SendBytesAsync(initiator.WriteActOne());
        var actThree = new byte[NoiseAct.ThreeSize];
        wallet._noise = initiator.ReadActTwo(await wallet.ReadBytesAsync(NoiseAct.TwoSize), actThree).Value;
        await wallet.SendBytesAsync(actThree);
        await wallet.BeginAsync();
        return wallet;
    }

    /// <summary>Takes a connection of a relay that dialled; null when it wants another node.</summary>
    internal static async Task<Wallet?> AcceptAsync(Socket socket, PrivateKey key)
    {
        var wallet = new Wallet(socket, key);
        using var responder = new NoiseResponder(key);
        if (!responder.ReadActOne(await wallet.ReadBytesAsync(NoiseAct.OneSize)).TryGet(out var actTwo, out _))
        {
            socket.Dispose();
            return null;
        }

        await wallet.SendBytesAsync(actTwo);
        wallet._noise = responder.ReadActThree(await wallet.ReadBytesAsync(NoiseAct.ThreeSize)).Value;
        await wallet.BeginAsync();
        return wallet;
    }

    public async Task SendAsync(PeerMessage message)
    {
        // One at a time: the order in which messages are encrypted is that in which they must arrive.
        await _writing.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            var frame = new ArrayBufferWriter<byte>();
            Assert.True(_noise.TryEncrypt(message.ToArray(), frame));
            await SendBytesAsync(frame.WrittenMemory);
        }
        finally
        {
            _writing.Release();
        }
    }

    public Task<PeerMessage> ReceiveAsync(CancellationToken cancellationToken) => _messages.Reader.ReadAsync(cancellationToken).AsTask();

    public void HoldPongs()
    {
        lock (_lock) _holds = true;
    }

    public async Task ReleasePongsAsync()
    {
        Ping[] held;
        lock (_lock)
        {
            _holds = false;
            held = [.. _held];
            _held.Clear();
        }

        foreach (var ping in held) await SendAsync(Pong.Answer(ping)!);
    }

    public async Task<bool> PingAsync()
    {
        try
        {
            await SendAsync(new Ping(9));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }

        return await _pongs.Reader.WaitToReadAsync(TestContext.Current.CancellationToken) && _pongs.Reader.TryRead(out _);
    }

    public async Task DisconnectAsync()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The relay was first.
        }

        await Ended.Soon();
    }

    public void Dispose() => _socket.Dispose();

    private async Task BeginAsync()
    {
        await SendAsync(new Init(Features.None));
        _reading = ReadAsync();
        Init = Assert.IsType<Init>(await _messages.Reader.ReadAsync(TestContext.Current.CancellationToken).Soon());
    }

    private async Task ReadAsync()
    {
        var message = new ArrayBufferWriter<byte>();
        var received = Array.Empty<byte>();
        var buffer = new byte[65536];
        try
        {
            while (true)
            {
                var step = _noise.Decrypt(new ReadOnlySequence<byte>(received), message).Value;
                received = received[step.Consumed..];
                if (step.HasMessage)
                {
                    await TakeAsync(PeerMessage.Parse(message.WrittenSpan).Value);
                    message.ResetWrittenCount();
                    continue;
                }

                var count = await _socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
                if (count == 0) break;
                received = [.. received, .. buffer[..count]];
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The relay, or the test, made an end.
        }

        // The relay waits for this end of the connection too.
        _socket.Dispose();
        _messages.Writer.TryComplete();
        _pongs.Writer.TryComplete();
    }

    private async Task TakeAsync(PeerMessage message)
    {
        switch (message)
        {
            case Ping ping:
                lock (_lock)
                {
                    Pings++;
                    if (_holds) _held.Enqueue(ping);
                    if (_holds) return;
                }

                await SendAsync(Pong.Answer(ping)!);
                break;
            case Pong pong:
                _pongs.Writer.TryWrite(pong);
                break;
            case Warning warning:
                Warning = warning.Text;
                break;
            default:
                _messages.Writer.TryWrite(message);
                break;
        }
    }

    private async Task SendBytesAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[await _socket.SendAsync(bytes, TestContext.Current.CancellationToken)..];
    }

    private async Task<byte[]> ReadBytesAsync(int count)
    {
        var bytes = new byte[count];
        var length = 0;
        while (length < count)
        {
            var read = await _socket.ReceiveAsync(bytes.AsMemory(length), TestContext.Current.CancellationToken).Soon();
            if (read == 0) break;
            length += read;
        }

        return bytes[..length];
    }
}
