using System.Buffers;
using System.Net;
using System.Net.Sockets;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Transport;

namespace LightningRod.Peering.Tests.Harness;

/// <summary>The other end of a connection, byte by byte in a test's hand: it keeps no rule that the test does not keep.</summary>
internal sealed class RawPeer : IDisposable
{
    private readonly ArrayBufferWriter<byte> _message = new();
    private byte[] _received = [];
    private NoiseSession? _noise;

    internal RawPeer(Socket socket) => Socket = socket;

    internal Socket Socket { get; }

    internal static async Task<RawPeer> ConnectAsync(IPEndPoint endPoint, int? receiveBuffer = null)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } size) socket.ReceiveBufferSize = size;
        await socket.ConnectAsync(endPoint).Soon();
        return new(socket);
    }

    /// <summary>A peer that has shaken hands and said <c>init</c>.</summary>
    internal static async Task<RawPeer> OpenAsync(TestNode node, PrivateKey? key = null, int? receiveBuffer = null)
    {
        var peer = await ConnectAsync(node.EndPoint, receiveBuffer);
        node.Keep(peer);
        await peer.InitiateAsync(node.Key.PublicKey, key);
        await peer.SendAsync(new Init(Features.None));
        Assert.IsType<Init>(await peer.ReceiveAsync());
        return peer;
    }

    internal async Task InitiateAsync(PublicKey remote, PrivateKey? key = null)
    {
        using var own = key is null ? PrivateKey.Generate() : null;
        using var initiator = new NoiseInitiator(key ?? own!, remote);
        await SendBytesAsync(initiator.WriteActOne());
        var actThree = new byte[NoiseAct.ThreeSize];
        _noise = initiator.ReadActTwo(await ReadBytesAsync(NoiseAct.TwoSize), actThree).Value;
        await SendBytesAsync(actThree);
    }

    internal async Task RespondAsync(PrivateKey key)
    {
        using var responder = new NoiseResponder(key);
        await SendBytesAsync(responder.ReadActOne(await ReadBytesAsync(NoiseAct.OneSize)).Value);
        _noise = responder.ReadActThree(await ReadBytesAsync(NoiseAct.ThreeSize)).Value;
    }

    internal Task SendAsync(PeerMessage message) => SendBytesAsync(Encrypt(message.ToArray()));

    internal byte[] Encrypt(params byte[] message)
    {
        var frame = new ArrayBufferWriter<byte>();
        Assert.True(_noise!.TryEncrypt(message, frame));
        return frame.WrittenSpan.ToArray();
    }

    internal async Task SendBytesAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[await Socket.SendAsync(bytes).Soon()..];
    }

    /// <summary>The next message, or null when the other side ended the connection.</summary>
    internal async Task<PeerMessage?> ReceiveAsync()
    {
        while (true)
        {
            var step = _noise!.Decrypt(new ReadOnlySequence<byte>(_received), _message).Value;
            _received = _received[step.Consumed..];
            if (step.HasMessage)
            {
                var message = PeerMessage.Parse(_message.WrittenSpan).Value;
                _message.ResetWrittenCount();
                return message;
            }

            var buffer = new byte[65536];
            var count = await ReadSomeAsync(buffer);
            if (count == 0) return null;
            _received = [.. _received, .. buffer[..count]];
        }
    }

    /// <summary>Bytes of the handshake, or what there is until the other side ends the connection.</summary>
    internal async Task<byte[]> ReadBytesAsync(int count)
    {
        var bytes = new byte[count];
        var length = 0;
        while (length < count)
        {
            var read = await ReadSomeAsync(bytes.AsMemory(length));
            if (read == 0) break;
            length += read;
        }

        return bytes[..length];
    }

    /// <summary>Waits for the end of the connection and gives the messages before it.</summary>
    internal async Task<List<PeerMessage>> ReceiveAllAsync()
    {
        var messages = new List<PeerMessage>();
        while (await ReceiveAsync() is { } message) messages.Add(message);
        return messages;
    }

    /// <summary>Waits until the node has seen to everything that was sent before; nothing else may be on its way back.</summary>
    internal async Task PassAsync()
    {
        await SendAsync(new Ping(9));
        Assert.Equal(new Pong(9), await ReceiveAsync());
    }

    public void Dispose()
    {
        Socket.Dispose();
        _noise?.Dispose();
    }

    private async Task<int> ReadSomeAsync(Memory<byte> buffer)
    {
        try
        {
            return await Socket.ReceiveAsync(buffer).Soon();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            return 0;
        }
    }
}
