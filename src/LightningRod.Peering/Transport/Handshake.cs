using System.Net.Sockets;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Transport;

namespace LightningRod.Peering.Transport;

/// <summary>The three acts of BOLT 8 over a socket, in both roles.</summary>
/// <remarks>
/// Both methods give a session or a reason, and throw <see cref="SocketException"/>, <see cref="ObjectDisposedException"/> and
/// <see cref="OperationCanceledException"/>. Exactly the bytes of the acts are read, so what follows them stays in the socket.
/// </remarks>
internal static class Handshake
{
    internal static async ValueTask<(NoiseSession? Session, CloseReason Reason)> InitiateAsync(
        Socket socket, PrivateKey key, PublicKey remote, CancellationToken cancellationToken)
    {
        using var initiator = new NoiseInitiator(key, remote);
        await socket.SendAllAsync(initiator.WriteActOne(), cancellationToken).ConfigureAwait(false);
        var actTwo = new byte[NoiseAct.TwoSize];
        if (!await socket.ReadExactlyAsync(actTwo, cancellationToken).ConfigureAwait(false))
            return (null, new(CloseCode.HandshakeFailed, "the peer ended the connection in the handshake: it may have another node key"));
        var actThree = new byte[NoiseAct.ThreeSize];
        if (!initiator.ReadActTwo(actTwo, actThree).TryGet(out var session, out var error)) return (null, Refused("two", error));
        try
        {
            await socket.SendAllAsync(actThree, cancellationToken).ConfigureAwait(false);
            return (session, default);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    internal static async ValueTask<(NoiseSession? Session, CloseReason Reason)> RespondAsync(
        Socket socket, PrivateKey key, CancellationToken cancellationToken)
    {
        var actOne = new byte[NoiseAct.OneSize];
        if (!await socket.ReadExactlyAsync(actOne, cancellationToken).ConfigureAwait(false)) return (null, Ended);
        using var responder = new NoiseResponder(key);
        if (!responder.ReadActOne(actOne).TryGet(out var actTwo, out var error)) return (null, Refused("one", error));
        await socket.SendAllAsync(actTwo, cancellationToken).ConfigureAwait(false);
        var actThree = new byte[NoiseAct.ThreeSize];
        if (!await socket.ReadExactlyAsync(actThree, cancellationToken).ConfigureAwait(false)) return (null, Ended);
        return responder.ReadActThree(actThree).TryGet(out var session, out error) ? (session, default) : (null, Refused("three", error));
    }

    private static CloseReason Ended => new(CloseCode.RemoteClosed, "the peer ended the connection in the handshake");

    private static CloseReason Refused(string act, WireError error) => new(CloseCode.HandshakeFailed, $"act {act}: {error}");
}
