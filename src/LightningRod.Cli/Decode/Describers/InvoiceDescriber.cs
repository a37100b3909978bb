using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Cli.Decode.Describers;

/// <summary>Invoices for one payment and static ones (BOLT 12). What is read has a valid signature.</summary>
internal static class InvoiceDescriber
{
    internal static Result<DecodedNode> FromText(ReadOnlySpan<char> text, DecodeContext context) =>
        Bolt12Invoice.Parse(text).Map(invoice => Describe(invoice, context));

    internal static Result<DecodedNode> FromBytes(ReadOnlySpan<byte> bytes, DecodeContext context) =>
        Bolt12Invoice.Parse(bytes).Map(invoice => Describe(invoice, context));

    internal static Result<DecodedNode> StaticFromBytes(ReadOnlySpan<byte> bytes, DecodeContext context) =>
        StaticInvoice.Parse(bytes).Map(invoice => Describe(invoice, context));

    private static DecodedNode Describe(Bolt12Invoice invoice, DecodeContext context) => DecodedNode.Object(new Fields(nameof(InvoiceTlv))
        .AddRange(OfferDescriber.Fields(invoice.Offer, context))
        .AddRange(InvoiceRequestDescriber.Fields(invoice.Request, context))
        .AddRange(Fields(invoice.Fields, invoice.ExpiresAt, context))
        .AddRange(Signed(invoice.Signature, invoice.NodeId))
        .AddUnknown(invoice.Request.Unknowns, invoice.Offer.Unknowns, invoice.Fields.Unknowns));

    private static DecodedNode Describe(StaticInvoice invoice, DecodeContext context) => DecodedNode.Object(new Fields(nameof(InvoiceTlv))
        .Add("offer_id", Values.Word(invoice.OfferId.ToString()))
        .AddRange(OfferDescriber.Fields(invoice.Offer, context))
        .AddRange(Fields(invoice.Fields, invoice.ExpiresAt, context))
        .AddRange(Signed(invoice.Signature, invoice.NodeId))
        .AddUnknown(invoice.Offer.Unknowns, invoice.Fields.Unknowns));

    private static Fields Fields(InvoiceFields invoice, ulong expiresAt, DecodeContext context) => new Fields(nameof(InvoiceTlv))
        .Add(InvoiceTlv.Paths, Values.List(invoice.Paths, path => BlindedPathDescriber.Describe(path.Path, context)))
        .Add(InvoiceTlv.BlindedPay, Values.List(invoice.Paths, path => PayInfo(path.PayInfo)))
        .Add(InvoiceTlv.CreatedAt, Values.Time(invoice.CreatedAt))
        .Add(InvoiceTlv.RelativeExpiry, Values.Number(invoice.RelativeExpiry, "s"))
        .Add("expires_at", Values.Time(expiresAt))
        .Add(InvoiceTlv.PaymentHash, Values.Hex(invoice.PaymentHash))
        .Add(InvoiceTlv.Amount, Values.Amount(invoice.Amount))
        .Add(InvoiceTlv.Fallbacks, Values.List(invoice.Fallbacks, Fallback))
        .Add(InvoiceTlv.Features, Values.Features(invoice.Features))
        .Add(InvoiceTlv.NodeId, Values.Hex(invoice.NodeId))
        .Add(
            invoice.Dialect == Dialect.Ldk ? InvoiceTlv.StaticMessagePathsLdk : InvoiceTlv.StaticMessagePaths,
            BlindedPathDescriber.List(invoice.MessagePaths, context));

    private static Fields Signed(ByteString signature, PublicKey nodeId) => new Fields(nameof(InvoiceTlv))
        .Add(InvoiceTlv.Signature, Values.Bytes(signature.Span))
        .Add("signature_valid", Values.Flag(true, $"yes, by invoice_node_id {nodeId}"));

    private static DecodedNode PayInfo(BlindedPayInfo info) => DecodedNode.Object(new Fields()
        .Add("fee_base_msat", Values.Amount(new(info.FeeBaseMsat)))
        .Add("fee_proportional_millionths", Values.Number(info.FeeProportionalMillionths))
        .Add("cltv_expiry_delta", Values.Number(info.CltvExpiryDelta, "blocks"))
        .Add("htlc_minimum_msat", Values.Amount(info.HtlcMinimum))
        .Add("htlc_maximum_msat", Values.Amount(info.HtlcMaximum))
        .Add("features", Values.Features(info.Features)));

    private static DecodedNode Fallback(FallbackAddress address) => DecodedNode.Object(new Fields()
        .Add("version", Values.Number(address.Version))
        .Add("address", Values.Bytes(address.Program.Span)));
}
