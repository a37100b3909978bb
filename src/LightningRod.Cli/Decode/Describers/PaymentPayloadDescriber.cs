using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;

namespace LightningRod.Cli.Decode.Describers;

/// <summary>The payload of one hop of a payment onion or a trampoline onion (BOLT 4, "Payload Format").</summary>
internal static class PaymentPayloadDescriber
{
    internal static Result<DecodedNode> FromBytes(ReadOnlySpan<byte> bytes, DecodeContext context) =>
        PaymentPayload.Parse(bytes).Map(payload => Describe(payload, context));

    internal static DecodedNode Describe(PaymentPayload payload, DecodeContext context)
    {
        var (isEclair, isLdk) = (payload.Dialect == Dialect.Eclair, payload.Dialect == Dialect.Ldk);
        var trampoline = OnionPacketDescriber.Describe(payload.TrampolineOnion, context);
        return DecodedNode.Object(new Fields(nameof(PaymentOnionTlv))
            .Add(PaymentOnionTlv.AmountToForward, Values.Amount(payload.AmountToForward))
            .Add(PaymentOnionTlv.OutgoingCltv, Values.Number(payload.OutgoingCltv?.Value))
            .Add(PaymentOnionTlv.ShortChannelId, Values.Hex(payload.ShortChannelId))
            .Add(PaymentOnionTlv.PaymentData, Data(payload.PaymentData, context))
            .Add(PaymentOnionTlv.EncryptedRecipientData, Values.Bytes(payload.EncryptedRecipientData))
            .Add(PaymentOnionTlv.CurrentPathKey, Values.Hex(payload.CurrentPathKey))
            .Add(PaymentOnionTlv.PaymentMetadata, Values.Bytes(payload.PaymentMetadata))
            .Add(PaymentOnionTlv.TotalAmount, Values.Amount(payload.TotalAmount))
            .Add(isEclair ? PaymentOnionTlv.OutgoingNodeIdEclair : PaymentOnionTlv.OutgoingNodeId, Values.Hex(payload.OutgoingNodeId))
            .Add(isEclair ? PaymentOnionTlv.TrampolineOnionEclair : PaymentOnionTlv.TrampolineOnion, trampoline)
            .Add(isEclair ? PaymentOnionTlv.TrampolineFeaturesEclair : PaymentOnionTlv.RecipientFeatures, Values.Features(payload.RecipientFeatures))
            .Add(isEclair ? PaymentOnionTlv.BlindedPathsEclair : PaymentOnionTlv.RecipientBlindedPaths, Values.Bytes(payload.RecipientBlindedPaths))
            .Add(PaymentOnionTlv.RoutingHintsEclair, Values.Bytes(payload.RoutingHints))
            .Add(PaymentOnionTlv.AsyncPaymentEclair, payload.AsyncPayment ? Values.Flag(true) : null)
            .Add(isLdk ? PaymentOnionTlv.InvoiceRequestLdk : PaymentOnionTlv.InvoiceRequest, Request(payload.InvoiceRequest, context))
            .Add(PaymentOnionTlv.KeysendPreimage, payload.KeysendPreimage is { } preimage ? Values.Secret(preimage.Value.Span, context) : null)
            .Add(PaymentOnionTlv.HoldNonce, Values.Hex(payload.HoldNonce))
            .Add(PaymentOnionTlv.SignatureSale, Values.Bytes(payload.SignatureSale))
            .AddUnknown(payload.Unknown));
    }

    private static DecodedNode? Data(PaymentData? data, DecodeContext context) => data is { } value
        ? DecodedNode.Object(new Fields()
            .Add("payment_secret", Values.Secret(value.Secret.Value.Span, context))
            .Add("total_msat", Values.Amount(value.Total)))
        : null;

    private static DecodedNode? Request(ByteString? request, DecodeContext context) =>
        request is { } bytes ? Kinds.InvoiceRequest.Inside(bytes, context) : null;
}
