using System.Net;
using System.Net.Sockets;
using LightningRod.Peering.Dialing;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Transport;

namespace LightningRod.Peering.Transport;

/// <summary>The first message of each side (BOLT 1, "The init Message").</summary>
internal static class InitExchange
{
    /// <summary>Longest <c>init</c> that is taken: the session keeps it, and a stranger shall not choose how much that is.</summary>
    internal const int MaxLength = 4096;

    /// <summary>Says our <c>init</c> and waits for the peer's.</summary>
    /// <returns>The peer's <c>init</c>, or why it is none that this node can live with; the peer was told then.</returns>
    internal static async ValueTask<(Init? Remote, CloseReason Reason)> RunAsync(
        Socket socket, NoiseSession noise, MessageReader reader, Init own, PeerProtocol protocol, CancellationToken cancellationToken)
    {
        await SendAsync(socket, noise, own, cancellationToken).ConfigureAwait(false);
        var read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        switch (read.End)
        {
            case MessageReader.End.Closed:
                return (null, new(CloseCode.RemoteClosed, "the peer ended the connection without an init"));
            case MessageReader.End.NotAuthentic:
                return (null, new(CloseCode.NotAuthentic, read.Error.ToString()));
        }

        var (remote, reason) = Read(read.Message.Span, own, protocol);
        if (remote is null) await SendAsync(socket, noise, new Warning(reason.Detail), cancellationToken).ConfigureAwait(false);
        return (remote, reason);
    }

    /// <summary>BOLT 1: who was dialled tells the dialler under which address it is seen, but no private one.</summary>
    internal static Init ForDialler(Init own, IPEndPoint dialler)
    {
        var ip = dialler.Address.IsIPv4MappedToIPv6 ? dialler.Address.MapToIPv4() : dialler.Address;
        return dialler.Port != 0 && PublicAddress.IsPublic(ip)
            ? own with { RemoteAddress = ByteString.Own(NetworkAddress.Of(ip, (ushort)dialler.Port).ToArray()) }
            : own;
    }

    private static (Init? Remote, CloseReason Reason) Read(ReadOnlySpan<byte> bytes, Init own, PeerProtocol protocol)
    {
        if (bytes.Length > MaxLength) return (null, new(CloseCode.BadInit, $"the first message has {bytes.Length} bytes, an init at most {MaxLength}"));
        if (!PeerMessage.Parse(bytes).TryGet(out var message, out var error)) return (null, new(CloseCode.BadInit, error.ToString()));
        if (message is Notice notice) return (null, new(CloseCode.RemoteError, $"the peer said instead of init: {notice.Text}"));
        if (message is not Init remote) return (null, new(CloseCode.BadInit, $"the first message is of type {message.Type} and no init"));
        if (remote.Features.UnknownRequired([.. protocol.KnownFeatures]) is [_, ..] unknown)
            return (null, new(CloseCode.UnknownRequiredFeature, $"unknown features are demanded: {string.Join(", ", unknown.Select(Features.NameOf))}"));
        return own.Networks is null || own.Networks.Any(remote.Accepts)
            ? (remote, default)
            : (null, new(CloseCode.ForeignChain, "no chain in common"));
    }

    /// <summary>Says one message outside of a session: its <c>init</c>, or why there will be none.</summary>
    internal static async ValueTask SendAsync(Socket socket, NoiseSession noise, PeerMessage message, CancellationToken cancellationToken)
    {
        using var frame = new RentedBuffer();
        if (noise.TryEncrypt(message.ToArray(), frame)) await socket.SendAllAsync(frame.Written, cancellationToken).ConfigureAwait(false);
    }
}
