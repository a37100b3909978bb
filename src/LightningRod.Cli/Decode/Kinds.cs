using LightningRod.Cli.Decode.Describers;

namespace LightningRod.Cli.Decode;

/// <summary>All that <c>rod decode</c> knows.</summary>
internal static class Kinds
{
    internal static Kind Offer { get; } = new("offer", OfferDescriber.FromBytes, OfferDescriber.FromText);

    internal static Kind InvoiceRequest { get; } = new("invoice-request", InvoiceRequestDescriber.FromBytes, InvoiceRequestDescriber.FromText);

    internal static Kind Invoice { get; } = new("invoice", InvoiceDescriber.FromBytes, InvoiceDescriber.FromText);

    internal static Kind StaticInvoice { get; } = new("static-invoice", InvoiceDescriber.StaticFromBytes);

    internal static Kind InvoiceError { get; } = new("invoice-error", InvoiceErrorDescriber.FromBytes);

    internal static Kind Bolt11 { get; } = new("bolt11", null, Bolt11Describer.FromText);

    internal static Kind Message { get; } = new("message", PeerMessageDescriber.FromBytes);

    internal static Kind OnionMessage { get; } = new("onion-message", OnionMessageDescriber.FromBytes);

    internal static Kind OnionPacket { get; } = new("onion-packet", OnionPacketDescriber.FromBytes);

    internal static Kind OnionPayload { get; } = new("onion-payload", OnionPayloadDescriber.FromBytes, MayHoldSecrets: true);

    internal static Kind EncryptedData { get; } = new("encrypted-data", EncryptedDataDescriber.FromBytes, MayHoldSecrets: true);

    internal static Kind PaymentPayload { get; } = new("payment-payload", PaymentPayloadDescriber.FromBytes, MayHoldSecrets: true);

    internal static Kind RodMessage { get; } = new("rod-message", RodMessageDescriber.FromBytes, MayHoldSecrets: true);

    internal static Kind BlindedPath { get; } = new("blinded-path", BlindedPathDescriber.FromBytes);

    internal static Kind Tlv { get; } = new("tlv", TlvDescriber.FromBytes);

    /// <summary>In the order of the help.</summary>
    internal static IReadOnlyList<Kind> All { get; } =
    [
        Offer, InvoiceRequest, Invoice, StaticInvoice, InvoiceError, Bolt11, Message, OnionMessage, OnionPacket, OnionPayload, EncryptedData,
        PaymentPayload, RodMessage, BlindedPath, Tlv,
    ];
}
