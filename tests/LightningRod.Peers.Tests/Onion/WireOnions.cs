using System.Diagnostics.CodeAnalysis;
using LightningRod.Peers.Tests.Driver;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Peers.Tests.Onion;

/// <summary>Wire's side of the tests: makes paths and messages, and keeps what a peeled layer pointed to.</summary>
internal static class WireOnions
{
    internal static ByteString Hex(string hex) => ByteString.ParseHex(hex).Value;

    /// <summary>Bytes that differ from length to length and are the same in every run.</summary>
    internal static ByteString Filled(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return ByteString.Own(bytes);
    }

    /// <summary>The body of the peer message, without its type.</summary>
    internal static ByteString Body(this OnionMessage message) => ByteString.Own(message.ToArray().AsMemory(sizeof(ushort)));

    /// <summary>A path over some nodes, told by id or, where there is one, by channel; the last is told what it wants to see again.</summary>
    internal static BlindedPath Path(IReadOnlyList<PublicKey> nodes, EncryptedData last, params IReadOnlyList<ulong?> channels)
    {
        using var session = PrivateKey.Generate();
        return Path(session, nodes, last, channels);
    }

    internal static BlindedPath Path(PrivateKey session, IReadOnlyList<PublicKey> nodes, EncryptedData last, params IReadOnlyList<ulong?> channels)
    {
        var data = nodes.Skip(1)
            .Select((next, i) => channels.ElementAtOrDefault(i) is { } scid
                ? new EncryptedData { ShortChannelId = new ShortChannelId(scid) }
                : new EncryptedData { NextNodeId = new NodeId(next) })
            .Append(last);
        return RouteBlinding.Create(session, [.. nodes.Zip(EncryptedData.PadToLongest(data), (node, hop) => new BlindedPathStep(node, hop))]);
    }

    internal static ByteString Message(BlindedPath path, ulong type, ByteString value, BlindedPath? replyPath = null) =>
        Message(path, new OnionMessagePayload { ReplyPath = replyPath, Contents = TlvStream.Of(new TlvRecord(type, value)) });

    internal static ByteString Message(BlindedPath path, OnionMessagePayload payload)
    {
        using var session = PrivateKey.Generate();
        return OnionMessages.Create(session, path, payload).Value.Body();
    }

    /// <summary>Opens a layer that must open.</summary>
    internal static WireLayer Peel(PrivateKey key, ByteString message)
    {
        Assert.True(TryPeel(key, message, out var layer, out var error), error.ToString());
        return layer;
    }

    internal static bool TryPeel(PrivateKey key, ByteString message, [NotNullWhen(true)] out WireLayer? layer, out WireError error)
    {
        // LDK speaks of bodies, Wire of whole messages.
        var whole = new WireWriter().WriteUInt16(MessageType.OnionMessage).Write(message).ToArray();
        var opened = OnionMessages.TryPeel(key, whole, new byte[OnionMessages.PeelBufferSize(whole.Length)], out var view, out error);
        layer = opened ? new WireLayer(view) : null;
        return opened;
    }

    /// <summary>One bit changed.</summary>
    internal static ByteString Flip(ByteString bytes, int index, int bit = 0)
    {
        var copy = bytes.ToArray();
        copy[index] ^= (byte)(1 << bit);
        return ByteString.Own(copy);
    }
}
