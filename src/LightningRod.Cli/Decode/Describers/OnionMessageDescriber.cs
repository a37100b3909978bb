using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Onion;

namespace LightningRod.Cli.Decode.Describers;

/// <summary>An onion message, and what is inside when the given key opens it (BOLT 4, "Onion Messages").</summary>
internal static class OnionMessageDescriber
{
    /// <summary>The body without its type: path key, length, packet.</summary>
    internal static Result<DecodedNode> FromBytes(ReadOnlySpan<byte> body, DecodeContext context)
    {
        var reader = new WireReader(body);
        var pathKey = reader.ReadPublicKey();
        var packet = reader.ReadBytes(reader.ReadUInt16());
        return reader.Complete(0).Map(_ => DecodedNode.Object(Fields(pathKey, packet, context)));
    }

    internal static Fields Fields(PublicKey pathKey, ByteString packet, DecodeContext context) => new Fields()
        .Add("path_key", Values.Word(pathKey.ToString()))
        .Add("onion_message_packet", OnionPacketDescriber.Describe(packet, context))
        .Add("peeled", Peeled(pathKey, packet, context));

    private static DecodedNode? Peeled(PublicKey pathKey, ByteString packet, DecodeContext context)
    {
        if (context.Key is not { } key) return null;
        return Peel(key, pathKey, packet, context).TryGet(out var peeled, out var error) ? peeled : Faults.Describe(Kinds.OnionMessage, error, null);
    }

    private static Result<DecodedNode> Peel(PrivateKey key, PublicKey pathKey, ByteString packet, DecodeContext context)
    {
        var message = new OnionMessage(pathKey, packet).ToArray();
        var buffer = new byte[OnionMessages.PeelBufferSize(message.Length)];
        if (!OnionMessages.TryPeel(key, message, buffer, out var layer, out var error)) return error;

        var fields = new Fields().Add("is_final", Values.Flag(layer.IsFinal));
        if (layer.HasData) fields.Add("encrypted_data_tlv", EncryptedDataDescriber.Describe(EncryptedData.CopyOf(layer.Data), context));
        if (layer.IsFinal)
            return OnionPayloadDescriber.FromBytes(layer.Payload, context).Map(payload => DecodedNode.Object(fields.Add("onionmsg_tlv", payload)));
        return DecodedNode.Object(fields
            .Add("next_path_key", Values.Word(layer.NextPathKey.ToString()))
            .Add("next_onion_message", Values.Bytes(layer.NextMessage)));
    }
}
