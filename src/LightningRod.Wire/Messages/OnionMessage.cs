using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Wire.Messages;

/// <summary><c>onion_message</c>: an onion on its way to whoever its next layer names, without a payment (BOLT 4, "Onion Messages").</summary>
public sealed record OnionMessage : PeerMessage
{
    /// <summary>Longest packet that a message has room for, bytes.</summary>
    public const int MaxPacketLength = MaxLength - sizeof(ushort) - PublicKey.Size - sizeof(ushort);

    /// <summary>Makes a message.</summary>
    /// <param name="pathKey">The key by which the receiver opens its encrypted data.</param>
    /// <param name="onionRoutingPacket">The packet, at most <see cref="MaxPacketLength"/> bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The packet is longer than a message has room for.</exception>
    public OnionMessage(PublicKey pathKey, ByteString onionRoutingPacket)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(onionRoutingPacket.Length, MaxPacketLength, nameof(onionRoutingPacket));
        (PathKey, OnionRoutingPacket) = (pathKey, onionRoutingPacket);
    }

    /// <inheritdoc/>
    public override ushort Type => MessageType.OnionMessage;

    /// <summary><c>path_key</c>: the key by which the receiver opens its encrypted data.</summary>
    public PublicKey PathKey { get; }

    /// <summary><c>onion_message_packet</c>: the packet, usually 1366 or 32834 bytes; not opened here, so it may be anything.</summary>
    public ByteString OnionRoutingPacket { get; }

    internal static OnionMessage? Read(ref WireReader reader)
    {
        var pathKey = reader.ReadPublicKey();
        var packet = reader.ReadBytes(reader.ReadUInt16());
        ReadExtension(ref reader);
        return reader.Failed ? null : new(pathKey, packet);
    }

    private protected override void WritePayload(WireWriter writer) =>
        writer.WritePublicKey(PathKey).WriteUInt16((ushort)OnionRoutingPacket.Length).Write(OnionRoutingPacket);
}
