using System.Buffers.Binary;
using System.Security.Cryptography;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;

namespace LightningRod.Wire.Onion;

/// <summary>Makes and opens onion messages (BOLT 4, "Onion Messages").</summary>
public static class OnionMessages
{
    private const int HeaderSize = sizeof(ushort) + PublicKey.Size + sizeof(ushort);

    /// <summary>Makes a message that travels a blinded path from its introduction node on.</summary>
    /// <param name="sessionKey">A fresh key for this packet alone.</param>
    /// <param name="path">The whole way, as blinded hops; a longer way is joined with <see cref="RouteBlinding.Join"/>.</param>
    /// <param name="payload">What the last node gets; its encrypted data is taken from the path.</param>
    /// <returns>
    /// The message for the introduction node, in the smallest of the usual packet sizes (1300, 32768), or <see cref="WireRule.TooLarge"/>.
    /// </returns>
    public static Result<OnionMessage> Create(PrivateKey sessionKey, BlindedPath path, OnionMessagePayload payload)
    {
        var last = path.Hops.Count - 1;
        var hops = path.Hops
            .Select((hop, i) => new OnionHop(
                hop.BlindedNodeId,
                ByteString.Own(((i == last ? payload : new OnionMessagePayload()) with { EncryptedRecipientData = hop.EncryptedData }).ToArray())))
            .ToList();
        var size = hops.Sum(hop => (long)hop.FrameSize) <= Sphinx.PaymentPayloadsSize ? Sphinx.PaymentPayloadsSize : Sphinx.LargeMessagePayloadsSize;
        return Sphinx.Create(sessionKey, hops, default, size).Map(packet => new OnionMessage(path.FirstPathKey, ByteString.Own(packet)));
    }

    /// <summary>Size of the buffer that <see cref="TryPeel"/> needs.</summary>
    /// <param name="messageLength">Length of the message, bytes.</param>
    public static int PeelBufferSize(int messageLength) => HeaderSize + Sphinx.PeelBufferSize(Math.Max(0, messageLength - HeaderSize)) + messageLength;

    /// <summary>Opens a node's layer of a message.</summary>
    /// <remarks>
    /// Allocates nothing but the cipher object of .NET and records of unknown odd types. What a forwarding node must drop is refused here:
    /// other payload than encrypted data, a path id, records for payments, and no next node.
    /// </remarks>
    /// <param name="nodeKey">The node's own key.</param>
    /// <param name="message">The whole <c>onion_message</c>: type (2), path key (33), length (2), packet, and perhaps an extension.</param>
    /// <param name="buffer">At least <see cref="PeelBufferSize"/> bytes; the layer points into it.</param>
    /// <param name="layer">What was found when true is returned.</param>
    /// <param name="error">Why the message is to be dropped when false is returned.</param>
    /// <exception cref="ArgumentException">The buffer is too small.</exception>
    public static bool TryPeel(PrivateKey nodeKey, scoped ReadOnlySpan<byte> message, Span<byte> buffer, out OnionMessageLayer layer, out WireError error)
    {
        layer = default;
        if (buffer.Length < PeelBufferSize(message.Length)) throw new ArgumentException("The buffer is smaller than PeelBufferSize.", nameof(buffer));
        var reader = new WireReader(message);
        if (reader.ReadUInt16() != MessageType.OnionMessage) reader.Fail(new(WireRule.WrongMessageType, 0, "not an onion_message"));
        var pathKey = reader.ReadPublicKey();
        var packet = reader.ReadSpan(reader.ReadUInt16());
        PeerMessage.ReadExtension(ref reader);
        error = reader.Error;
        if (reader.Failed) return false;

        Span<byte> pathSecret = stackalloc byte[OnionKey.Size], blindedKey = stackalloc byte[PrivateKey.Size], onionSecret = stackalloc byte[OnionKey.Size];
        RouteBlinding.DeriveBlindedKey(nodeKey, pathKey, pathSecret, blindedKey);
        // One room for the packet, with space for the next message's header before it, and one for the decrypted data.
        var onion = buffer[HeaderSize..^message.Length];
        var peeled = Sphinx.TryPeelWith(blindedKey, packet, default, onion, onionSecret, out var inner, out error);
        CryptographicOperations.ZeroMemory(blindedKey);
        CryptographicOperations.ZeroMemory(onionSecret);
        if (!peeled)
        {
            error = error.Within(HeaderSize);
            return false;
        }

        var ok = TryRead(inner, pathKey, pathSecret, buffer, onion, out layer, out error);
        CryptographicOperations.ZeroMemory(pathSecret);
        return ok;
    }

    private static bool TryRead(
        OnionLayer inner, PublicKey pathKey, scoped ReadOnlySpan<byte> pathSecret, Span<byte> buffer, Span<byte> onion, out OnionMessageLayer layer, out WireError error)
    {
        layer = default;
        if (!TryFindData(inner, out var encrypted, out var hasData, out error)) return false;
        EncryptedDataView data = default;
        var next = pathKey;
        if (hasData)
        {
            var plain = buffer.Slice(HeaderSize + onion.Length, Math.Max(0, encrypted.Length - RouteBlinding.TagSize));
            if (!RouteBlinding.TryDecrypt(pathSecret, encrypted, plain, out error)) return false;
            if (!EncryptedDataView.TryRead(plain, out data, out error)) return false;
            if (!RouteBlinding.TryNextPathKey(pathKey, pathSecret, data.NextPathKeyOverride, out next, out error)) return false;
        }

        if (data.PaymentRelay is not null || data.PaymentConstraints is not null)
            return Refuse(WireRule.ForbiddenField, "records for payments in the path of a message", out error);
        if (inner.IsFinal)
        {
            layer = new OnionMessageLayer(inner.Payload, data, hasData, next, default);
            return true;
        }

        if (!hasData) return Refuse(WireRule.MissingField, "encrypted_recipient_data is missing at a forwarding node", out error);
        if (data.HasPathId) return Refuse(WireRule.ForbiddenField, "a path_id at a forwarding node", out error);
        if (data.NextNodeId is null && data.ShortChannelId is null) return Refuse(WireRule.MissingField, "neither next_node_id nor short_channel_id", out error);

        layer = new OnionMessageLayer(default, data, hasData, next, PrependHeader(buffer, onion, inner.NextPacket, next));
        return true;
    }

    /// <summary>Writes type, path key and length right before the next packet, over the end of this node's payload, which was read by now.</summary>
    private static ReadOnlySpan<byte> PrependHeader(Span<byte> buffer, Span<byte> onion, ReadOnlySpan<byte> packet, PublicKey pathKey)
    {
        onion.Overlaps(packet, out var offset);
        var message = buffer.Slice(offset, HeaderSize + packet.Length);
        BinaryPrimitives.WriteUInt16BigEndian(message, MessageType.OnionMessage);
        pathKey.Serialize(message[sizeof(ushort)..]);
        BinaryPrimitives.WriteUInt16BigEndian(message[(HeaderSize - sizeof(ushort))..], (ushort)packet.Length);
        return message;
    }

    private static bool TryFindData(OnionLayer inner, out ReadOnlySpan<byte> encrypted, out bool found, out WireError error)
    {
        encrypted = default;
        found = false;
        var tlvs = new TlvReader(inner.Payload);
        while (tlvs.Next(out var type, out var value))
        {
            if (type == OnionMessageTlv.EncryptedRecipientData)
            {
                encrypted = value.ReadRestSpan();
                found = true;
            }
            else if (inner.IsFinal)
            {
                value.ReadRestSpan();
            }
            else
            {
                tlvs.Fail(WireRule.ForbiddenField, "a forwarding node's payload has more than encrypted_recipient_data");
            }

            tlvs.Close(ref value);
        }

        error = tlvs.Error;
        return !tlvs.Failed;
    }

    private static bool Refuse(WireRule rule, string detail, out WireError error)
    {
        error = new(rule, 0, detail);
        return false;
    }
}
