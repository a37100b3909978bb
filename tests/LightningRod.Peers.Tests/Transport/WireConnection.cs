using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using LightningRod.Peers.Tests.Driver;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Transport;

namespace LightningRod.Peers.Tests.Transport;

/// <summary>Wire's BOLT 8 session on a socket of the loopback interface. Nothing takes longer than <see cref="LdkPeer.Patience"/>.</summary>
internal sealed class WireConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly PipeReader _reader;
    private NoiseSession? _session;

    private WireConnection(Socket socket)
    {
        (_socket, _reader) = (socket, PipeReader.Create(new NetworkStream(socket)));
        socket.NoDelay = true;
    }

    /// <summary>The other side's node key.</summary>
    internal PublicKey Remote => _session!.RemoteStaticKey;

    /// <summary>How many bytes of messages were read; the acts do not count.</summary>
    internal long Received { get; private set; }

    /// <summary>What this side says in <c>init</c>.</summary>
    internal static Init OwnInit { get; } = new(Features.Of(FeatureBit.OnionMessages, FeatureBit.RouteBlinding, FeatureBit.LightningRod));

    /// <summary>Dials and does the handshake.</summary>
    /// <returns>The connection; or Wire's error, or <see cref="WireRule.UnexpectedEnd"/> when the other side closed in between.</returns>
    internal static async Task<Result<WireConnection>> Dial(int port, PrivateKey own, PublicKey remote)
    {
        using var patience = Patience();
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, patience.Token);
        var connection = new WireConnection(socket);
        using var noise = new NoiseInitiator(own, remote);
        await connection.WriteBytes(noise.WriteActOne());
        if (await connection.ReadExactly(NoiseAct.TwoSize) is not { } actTwo) return connection.Closed();
        var actThree = new byte[NoiseAct.ThreeSize];
        if (!noise.ReadActTwo(actTwo, actThree).TryGet(out connection._session, out var error)) return connection.Refused(error);
        await connection.WriteBytes(actThree);
        return connection;
    }

    /// <summary>Waits for a caller and does the handshake.</summary>
    /// <returns>As <see cref="Dial"/>.</returns>
    internal static async Task<Result<WireConnection>> Accept(TcpListener listener, PrivateKey own)
    {
        using var patience = Patience();
        var connection = new WireConnection(await listener.AcceptSocketAsync(patience.Token));
        using var noise = new NoiseResponder(own);
        if (await connection.ReadExactly(NoiseAct.OneSize) is not { } actOne) return connection.Closed();
        if (!noise.ReadActOne(actOne).TryGet(out var actTwo, out var error)) return connection.Refused(error);
        await connection.WriteBytes(actTwo);
        if (await connection.ReadExactly(NoiseAct.ThreeSize) is not { } actThree) return connection.Closed();
        return noise.ReadActThree(actThree).TryGet(out connection._session, out error) ? connection : connection.Refused(error);
    }

    /// <summary>A listener on a free port of the loopback interface.</summary>
    internal static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    /// <summary>Sends init and gets the other side's.</summary>
    internal async Task<Init> ExchangeInit()
    {
        await Send(OwnInit);
        return await Expect<Init>();
    }

    internal Task Send(PeerMessage message) => WriteBytes(Frame(message.ToArray()));

    /// <summary>Sends bytes as a message, whatever they mean.</summary>
    internal Task SendMessage(params ReadOnlySpan<byte> message) => WriteBytes(Frame(message));

    /// <summary>Encrypts a message; the frame must be sent next, or the session is out of step.</summary>
    internal byte[] Frame(ReadOnlySpan<byte> message)
    {
        var frame = new ArrayBufferWriter<byte>();
        Assert.True(_session!.TryEncrypt(message, frame));
        return frame.WrittenSpan.ToArray();
    }

    /// <summary>The next message that is a <typeparamref name="T"/>; pings before it are answered, any other message fails the test.</summary>
    internal async Task<T> Expect<T>()
        where T : PeerMessage
    {
        while (true)
        {
            var message = await Receive() ?? throw new InvalidOperationException($"the other side closed before a {typeof(T).Name}");
            if (message.Value is T expected) return expected;
            var ping = Assert.IsType<Ping>(message.Value);
            if (Pong.Answer(ping) is { } pong) await Send(pong);
        }
    }

    /// <summary>The next message or why it was refused; null when the other side closed.</summary>
    internal async Task<Result<PeerMessage>?> Receive()
    {
        using var patience = Patience();
        var message = new ArrayBufferWriter<byte>();
        var needed = 0;
        while (true)
        {
            ReadResult read;
            try
            {
                read = await _reader.ReadAtLeastAsync(needed, patience.Token);
            }
            catch (IOException)
            {
                return null;
            }

            if (!_session!.Decrypt(read.Buffer, message).TryGet(out var step, out var error))
            {
                _reader.AdvanceTo(read.Buffer.Start);
                return error;
            }

            _reader.AdvanceTo(read.Buffer.GetPosition(step.Consumed));
            Received += step.Consumed;
            if (step.HasMessage) return PeerMessage.Parse(message.WrittenSpan);
            if (read.IsCompleted) return null;
            needed = step.Needed;
        }
    }

    /// <summary>Waits until the other side closes; pings are answered and what else comes is passed over.</summary>
    internal async Task UntilClosed()
    {
        while (await Receive() is { } message)
        {
            Assert.True(message.IsOk, message.ToString());
        }
    }

    /// <summary>Sends bytes as they are; a connection that is gone takes none.</summary>
    internal async Task WriteBytes(ReadOnlyMemory<byte> bytes)
    {
        using var patience = Patience();
        try
        {
            while (!bytes.IsEmpty) bytes = bytes[await _socket.SendAsync(bytes, patience.Token)..];
        }
        catch (SocketException)
        {
            // The reader tells that the other side closed.
        }
    }

    public void Dispose()
    {
        _session?.Dispose();
        _socket.Dispose();
    }

    internal static CancellationTokenSource Patience()
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(LdkPeer.Patience);
        return patience;
    }

    private async Task<byte[]?> ReadExactly(int length)
    {
        using var patience = Patience();
        try
        {
            var read = await _reader.ReadAtLeastAsync(length, patience.Token);
            if (read.Buffer.Length < length) return null;
            var bytes = read.Buffer.Slice(0, length).ToArray();
            _reader.AdvanceTo(read.Buffer.GetPosition(length));
            return bytes;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private WireError Closed() => Refused(new(WireRule.UnexpectedEnd, 0, "the other side closed the connection"));

    private WireError Refused(WireError error)
    {
        Dispose();
        return error;
    }
}
