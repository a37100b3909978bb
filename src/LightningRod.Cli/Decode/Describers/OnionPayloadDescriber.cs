using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Rod;

namespace LightningRod.Cli.Decode.Describers;

/// <summary><c>onionmsg_tlv</c>, with the messages inside (BOLT 4, "Onion Messages").</summary>
internal static class OnionPayloadDescriber
{
    internal static Result<DecodedNode> FromBytes(ReadOnlySpan<byte> bytes, DecodeContext context) =>
        OnionMessagePayload.Parse(bytes).Map(payload => Describe(payload, context));

    private static DecodedNode Describe(OnionMessagePayload payload, DecodeContext context)
    {
        var fields = new Fields(nameof(OnionMessageTlv))
            .Add(OnionMessageTlv.ReplyPath, payload.ReplyPath is { } path ? BlindedPathDescriber.Describe(path, context) : null)
            .Add(OnionMessageTlv.EncryptedRecipientData, Values.Bytes(payload.EncryptedRecipientData));
        foreach (var record in payload.Contents.Where(IsNamed)) fields.Add(record.Type, Content(record, context));
        fields.AddUnknown(payload.Unknown, TlvStream.Of(payload.Contents.Where(record => !IsNamed(record))));
        return DecodedNode.Object(fields, payload.Contents.Count > 1 ? "(more than one message: to be ignored)" : null);
    }

    private static bool IsNamed(TlvRecord record) => WireNumbers.Find(nameof(OnionMessageTlv), record.Type) is not null;

    private static DecodedNode Content(TlvRecord record, DecodeContext context) => record.Type switch
    {
        OnionMessageTlv.InvoiceRequest => Kinds.InvoiceRequest.Inside(record.Value, context),
        OnionMessageTlv.Invoice => Kinds.Invoice.Inside(record.Value, context),
        OnionMessageTlv.InvoiceError => Refusal(record.Value),
        OnionMessageTlv.StaticInvoice => Kinds.StaticInvoice.Inside(record.Value, context),
        _ => Rod(record, context),
    };

    private static DecodedNode Refusal(ByteString bytes) =>
        InvoiceErrorDescriber.Read(bytes).TryGet(out var node, out var error) ? node : Faults.Describe(Kinds.InvoiceError, error, bytes);

    private static DecodedNode Rod(TlvRecord record, DecodeContext context)
    {
        if (RodMessage.Parse(record).TryGet(out var message, out var error)) return RodMessageDescriber.Describe(message, context);
        if (error.Rule == WireRule.Unrecognized) return Values.Bytes(record.Value.Span);
        // What could not be read may hold a nonce or a payment id all the same.
        return Faults.Describe(Kinds.RodMessage, error, context.ShowSecrets ? record.Value : null);
    }
}
