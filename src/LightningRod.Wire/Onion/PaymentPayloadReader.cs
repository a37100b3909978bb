using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Onion;

/// <summary>Reads a <see cref="PaymentPayload"/> record by record.</summary>
internal static class PaymentPayloadReader
{
    internal static Result<PaymentPayload> Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2) return new WireError(WireRule.WrongLength, 0, "payloads of 0 and 1 bytes are reserved");
        var payload = new PaymentPayload();
        var tlvs = new TlvReader(bytes);
        while (tlvs.Next(out var type, out var value))
        {
            payload = Common(payload, type, ref value) ?? Dialects(payload, type, ref tlvs, ref value) ?? payload;
            tlvs.Close(ref value);
        }

        return tlvs.Complete(payload with { Unknown = tlvs.Unknowns });
    }

    private static PaymentPayload? Common(PaymentPayload payload, ulong type, scoped ref WireReader value) => type switch
    {
        PaymentOnionTlv.AmountToForward => payload with { AmountToForward = new(value.ReadTruncatedUInt64()) },
        PaymentOnionTlv.OutgoingCltv => payload with { OutgoingCltv = new(value.ReadTruncatedUInt32()) },
        PaymentOnionTlv.ShortChannelId => payload with { ShortChannelId = value.ReadShortChannelId() },
        PaymentOnionTlv.PaymentData => payload with { PaymentData = PaymentData.Read(ref value) },
        PaymentOnionTlv.EncryptedRecipientData => payload with { EncryptedRecipientData = value.ReadRest() },
        PaymentOnionTlv.CurrentPathKey => payload with { CurrentPathKey = value.ReadPublicKey() },
        PaymentOnionTlv.PaymentMetadata => payload with { PaymentMetadata = value.ReadRest() },
        PaymentOnionTlv.TotalAmount => payload with { TotalAmount = new(value.ReadTruncatedUInt64()) },
        PaymentOnionTlv.KeysendPreimage => payload with { KeysendPreimage = new(value.ReadBytes32()) },
        PaymentOnionTlv.HoldNonce => payload with { HoldNonce = value.ReadBytes32() },
        PaymentOnionTlv.SignatureSale => payload with { SignatureSale = value.ReadRest() },
        PaymentOnionTlv.RoutingHintsEclair => payload with { RoutingHints = value.ReadRest() },
        PaymentOnionTlv.AsyncPaymentEclair => payload with { AsyncPayment = true },
        _ => null,
    };

    /// <summary>The records that have a number in more than one dialect.</summary>
    private static PaymentPayload? Dialects(PaymentPayload payload, ulong type, scoped ref TlvReader tlvs, scoped ref WireReader value)
    {
        var (twice, read) = type switch
        {
            PaymentOnionTlv.OutgoingNodeId or PaymentOnionTlv.OutgoingNodeIdEclair =>
                (payload.OutgoingNodeId is not null, payload with { OutgoingNodeId = value.ReadNodeId() }),
            PaymentOnionTlv.TrampolineOnion or PaymentOnionTlv.TrampolineOnionEclair =>
                (payload.TrampolineOnion is not null, payload with { TrampolineOnion = value.ReadRest() }),
            PaymentOnionTlv.RecipientFeatures or PaymentOnionTlv.TrampolineFeaturesEclair =>
                (payload.RecipientFeatures is not null, payload with { RecipientFeatures = Features.FromBytes(value.ReadRestSpan()) }),
            PaymentOnionTlv.RecipientBlindedPaths or PaymentOnionTlv.BlindedPathsEclair =>
                (payload.RecipientBlindedPaths is not null, payload with { RecipientBlindedPaths = value.ReadRest() }),
            PaymentOnionTlv.InvoiceRequest or PaymentOnionTlv.InvoiceRequestLdk =>
                (payload.InvoiceRequest is not null, payload with { InvoiceRequest = value.ReadRest() }),
            _ => (false, default(PaymentPayload)),
        };
        if (read is null)
        {
            tlvs.Unknown(ref value);
            return null;
        }

        if (twice) tlvs.Fail(WireRule.ForbiddenField, $"the record of type {type} is there in two dialects");
        var dialect = WireNumbers.Find(nameof(PaymentOnionTlv), type)!.Dialect;
        return dialect == Dialect.Specification ? read : read with { Dialect = dialect };
    }
}
