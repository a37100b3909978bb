using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Cli.Decode.Describers;

/// <summary>The two messages of a channel that matter to held payments (BOLT 2).</summary>
internal static class ChannelMessageDescriber
{
    internal static Result<Fields> UpdateAddHtlc(ReadOnlySpan<byte> message, DecodeContext context)
    {
        var reader = new WireReader(message);
        reader.ReadUInt16();
        var fields = new Fields(nameof(UpdateAddHtlcTlv))
            .Add("channel_id", Values.Word(reader.ReadBytes32().ToString()))
            .Add("id", Values.Number(reader.ReadUInt64()))
            .Add("amount_msat", Values.Amount(new(reader.ReadUInt64())));
        var hash = new PaymentHash(reader.ReadBytes32());
        fields.Add("payment_hash", Values.Word(hash.ToString())).Add("cltv_expiry", Values.Number(reader.ReadUInt32()));
        var packet = reader.ReadBytes(Sphinx.PaymentPayloadsSize + Sphinx.Overhead);
        fields.Add("onion_routing_packet", reader.Failed ? null : OnionPacketDescriber.Describe(packet, context));

        PublicKey? pathKey = null;
        var tlvs = new TlvReader(reader);
        while (tlvs.Next(out var type, out var value))
        {
            if (type == UpdateAddHtlcTlv.PathKey) fields.Add(type, Values.Hex(pathKey = value.ReadPublicKey()));
            else Named(fields, nameof(UpdateAddHtlcTlv), type, ref tlvs, ref value);
            tlvs.Close(ref value);
        }

        if (tlvs.Failed) return tlvs.Error;
        return fields.AddUnknown(tlvs.Unknowns).Add("peeled", Peeled(packet, hash, pathKey, context));
    }

    internal static Result<Fields> RevokeAndAck(ReadOnlySpan<byte> message, DecodeContext context)
    {
        var reader = new WireReader(message);
        reader.ReadUInt16();
        var fields = new Fields(nameof(RevokeAndAckTlv))
            .Add("channel_id", Values.Word(reader.ReadBytes32().ToString()))
            .Add("per_commitment_secret", Values.Secret(reader.ReadBytes32().Span, context))
            .Add("next_per_commitment_point", Values.Hex<PublicKey>(reader.ReadPublicKey()));
        var tlvs = new TlvReader(reader);
        while (tlvs.Next(out var type, out var value))
        {
            Named(fields, nameof(RevokeAndAckTlv), type, ref tlvs, ref value);
            tlvs.Close(ref value);
        }

        return tlvs.Failed ? tlvs.Error : fields.AddUnknown(tlvs.Unknowns);
    }

    private static void Named(Fields fields, string space, ulong type, ref TlvReader tlvs, ref WireReader value)
    {
        if (WireNumbers.Find(space, type) is null) tlvs.Unknown(ref value);
        else fields.Add(type, Values.Bytes(value.ReadRestSpan()));
    }

    private static DecodedNode? Peeled(ByteString packet, PaymentHash hash, PublicKey? pathKey, DecodeContext context)
    {
        if (context.Key is not { } key) return null;
        return Peel(key, packet, hash, pathKey, context).TryGet(out var peeled, out var error)
            ? peeled
            : Faults.Describe(Kinds.OnionPacket, error, null);
    }

    private static Result<DecodedNode> Peel(PrivateKey key, ByteString packet, PaymentHash hash, PublicKey? pathKey, DecodeContext context)
    {
        if (!PaymentOnion.Peel(key, packet, hash, pathKey).TryGet(out var peeled, out var error)) return error;
        using (peeled)
        {
            return DecodedNode.Object(new Fields()
                .Add("is_final", Values.Flag(peeled.IsFinal))
                .Add("payload", PaymentPayloadDescriber.Describe(peeled.Payload, context))
                .Add("encrypted_data_tlv", peeled.Blinded is { } data ? EncryptedDataDescriber.Describe(data, context) : null)
                .Add("next_path_key", Values.Hex(peeled.NextPathKey))
                .Add("next_onion_routing_packet", peeled.IsFinal ? null : Values.Bytes(peeled.NextPacket.Span)));
        }
    }
}
