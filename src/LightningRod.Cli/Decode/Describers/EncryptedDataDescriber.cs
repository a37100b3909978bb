using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Rod;

namespace LightningRod.Cli.Decode.Describers;

/// <summary><c>encrypted_data_tlv</c> in the clear (BOLT 4, "Route Blinding").</summary>
internal static class EncryptedDataDescriber
{
    internal static Result<DecodedNode> FromBytes(ReadOnlySpan<byte> bytes, DecodeContext context) =>
        EncryptedData.Parse(bytes).Map(data => Describe(data, context));

    internal static DecodedNode Describe(EncryptedData data, DecodeContext context) => DecodedNode.Object(new Fields(nameof(EncryptedDataTlv))
        .Add(EncryptedDataTlv.Padding, Values.Bytes(data.Padding))
        .Add(EncryptedDataTlv.ShortChannelId, Values.Hex(data.ShortChannelId))
        .Add(EncryptedDataTlv.NextNodeId, Values.Hex(data.NextNodeId))
        .Add(EncryptedDataTlv.PathId, Values.Bytes(data.PathId))
        .Add(EncryptedDataTlv.NextPathKeyOverride, Values.Hex(data.NextPathKeyOverride))
        .Add(EncryptedDataTlv.PaymentRelay, Relay(data.PaymentRelay))
        .Add(EncryptedDataTlv.PaymentConstraints, Constraints(data.PaymentConstraints))
        .Add(EncryptedDataTlv.AllowedFeatures, Values.Features(data.AllowedFeatures))
        .Add(EncryptedDataTlv.PaymentUnblock, Unblock(data.PaymentUnblock, context))
        .Add(EncryptedDataTlv.NextNodeAddresses, data.NextNodeAddresses.Count == 0
            ? null
            : Values.List(data.NextNodeAddresses, address => Values.Word(address.ToString())))
        .AddUnknown(data.Unknown));

    private static DecodedNode? Relay(PaymentRelay? relay) => relay is { } value
        ? DecodedNode.Object(new Fields()
            .Add("cltv_expiry_delta", Values.Number(value.CltvExpiryDelta, "blocks"))
            .Add("fee_proportional_millionths", Values.Number(value.FeeProportionalMillionths))
            .Add("fee_base_msat", Values.Amount(new(value.FeeBaseMsat))))
        : null;

    private static DecodedNode? Constraints(PaymentConstraints? constraints) => constraints is { } value
        ? DecodedNode.Object(new Fields()
            .Add("max_cltv_expiry", Values.Number(value.MaxCltvExpiry.Value))
            .Add("htlc_minimum_msat", Values.Amount(value.HtlcMinimum)))
        : null;

    private static DecodedNode? Unblock(PaymentUnblock? unblock, DecodeContext context) => unblock is { } value
        ? DecodedNode.Object(new Fields()
            .Add("secret", Values.Secret(value.Secret.Value.Span, context))
            .Add("secret_hash", Values.Word(value.Secret.Hash().ToString()))
            .Add("payer", Values.Hex(value.Payer)))
        : null;
}
