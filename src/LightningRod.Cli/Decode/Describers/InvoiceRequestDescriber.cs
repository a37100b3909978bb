using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Cli.Decode.Describers;

/// <summary>An invoice request (BOLT 12), and its fields that an invoice repeats. Its signature is valid, or it may be without.</summary>
internal static class InvoiceRequestDescriber
{
    internal static Result<DecodedNode> FromText(ReadOnlySpan<char> text, DecodeContext context) =>
        InvoiceRequest.Parse(text).Map(request => Describe(request, context));

    internal static Result<DecodedNode> FromBytes(ReadOnlySpan<byte> bytes, DecodeContext context) =>
        InvoiceRequest.Parse(bytes).Map(request => Describe(request, context));

    internal static Fields Fields(InvoiceRequestFields request, DecodeContext context) => new Fields(nameof(InvoiceRequestTlv))
        .Add(InvoiceRequestTlv.Metadata, Values.Bytes(request.Metadata))
        .Add(InvoiceRequestTlv.Chain, Values.Chain(request.Chain))
        .Add(InvoiceRequestTlv.Amount, Values.Amount(request.Amount))
        .Add(InvoiceRequestTlv.Features, Values.Features(request.Features))
        .Add(InvoiceRequestTlv.Quantity, Values.Number(request.Quantity))
        .Add(InvoiceRequestTlv.PayerId, Values.Hex(request.PayerId))
        .Add(InvoiceRequestTlv.PayerNote, Values.Text(request.PayerNote))
        .Add(InvoiceRequestTlv.Paths, BlindedPathDescriber.List(request.Paths, context))
        .Add(InvoiceRequestTlv.Bip353Name, Values.Text(request.Bip353Name?.ToString()));

    private static DecodedNode Describe(InvoiceRequest request, DecodeContext context) => DecodedNode.Object(new Fields(nameof(InvoiceTlv))
        .Add("offer_id", Values.Hex(request.OfferId))
        .AddRange(OfferDescriber.Fields(request.Offer, context))
        .AddRange(Fields(request.Fields, context))
        .Add(InvoiceTlv.Signature, Values.Bytes(request.Signature))
        .Add("signature_valid", request.Signature is null ? null : Values.Flag(true, $"yes, by invreq_payer_id {request.PayerId}"))
        .AddUnknown(request.Fields.Unknowns, request.Offer.Unknowns));
}
