using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Onion;

/// <summary>The payload of one hop of a payment onion or of a trampoline onion (BOLT 4, "Payload Format").</summary>
public sealed record PaymentPayload
{
    /// <summary>Whose numbers the records have where dialects differ; <see cref="ToArray"/> writes the same ones.</summary>
    public Dialect Dialect { get; init; }

    /// <summary>What to forward, or at the last hop what must have arrived.</summary>
    public Msat? AmountToForward { get; init; }

    /// <summary>The outgoing HTLC's expiry height, or at the last hop the least one of the incoming.</summary>
    public BlockHeight? OutgoingCltv { get; init; }

    /// <summary>The channel to the next node.</summary>
    public ShortChannelId? ShortChannelId { get; init; }

    /// <summary>The payee's secret and the sum of all parts.</summary>
    public PaymentData? PaymentData { get; init; }

    /// <summary>The node's part of a blinded path.</summary>
    public ByteString? EncryptedRecipientData { get; init; }

    /// <summary>The path key, at a blinded path's introduction node.</summary>
    public PublicKey? CurrentPathKey { get; init; }

    /// <summary>The invoice's payment metadata.</summary>
    public ByteString? PaymentMetadata { get; init; }

    /// <summary>The sum of all parts, at the end of a blinded path.</summary>
    public Msat? TotalAmount { get; init; }

    /// <summary>The next trampoline node.</summary>
    public NodeId? OutgoingNodeId { get; init; }

    /// <summary>The onion for trampoline nodes inside this one: a whole packet of any size.</summary>
    public ByteString? TrampolineOnion { get; init; }

    /// <summary>Features of a payee that knows no trampoline.</summary>
    public Features? RecipientFeatures { get; init; }

    /// <summary>Blinded paths to a payee that knows no trampoline, with their fees: kept raw, <c>blinded_path || blinded_payinfo</c> one after the other.</summary>
    public ByteString? RecipientBlindedPaths { get; init; }

    /// <summary>Routing hints to a payee that knows no trampoline, as eclair's prototype has them; kept raw.</summary>
    public ByteString? RoutingHints { get; init; }

    /// <summary>eclair's prototype: the trampoline node holds the payment until the payee is online.</summary>
    public bool AsyncPayment { get; init; }

    /// <summary>The invoice_request that a static invoice is paid for; kept raw.</summary>
    public ByteString? InvoiceRequest { get; init; }

    /// <summary>The preimage that the payer chose: spontaneous payments and static invoices.</summary>
    public PaymentPreimage? KeysendPreimage { get; init; }

    /// <summary>SHA-256 of the nonce that opens the hold this HTLC is to be born into (Lightning Rod).</summary>
    public Bytes32? HoldNonce { get; init; }

    /// <summary>Data of a signature sale; kept raw (Lightning Rod).</summary>
    public ByteString? SignatureSale { get; init; }

    /// <summary>Records of unknown odd types.</summary>
    public TlvStream Unknown { get; init; }

    /// <summary>Reads a payload. All dialects are read; a record that is there in two is refused.</summary>
    /// <param name="bytes">The payload without its length, at least 2 bytes: BOLT 4 reserves the lengths 0 and 1.</param>
    public static Result<PaymentPayload> Parse(ReadOnlySpan<byte> bytes) => PaymentPayloadReader.Read(bytes);

    /// <summary>The bytes on the wire, without their length.</summary>
    public byte[] ToArray()
    {
        var eclair = Dialect == Dialect.Eclair;
        return new TlvWriter()
            .AddTruncated(PaymentOnionTlv.AmountToForward, AmountToForward?.Value)
            .AddTruncated(PaymentOnionTlv.OutgoingCltv, OutgoingCltv?.Value)
            .AddWhen(PaymentOnionTlv.ShortChannelId, ShortChannelId, static (w, v) => w.WriteShortChannelId(v))
            .AddWhen(PaymentOnionTlv.PaymentData, PaymentData, static (w, v) => v.WriteTo(w))
            .AddBytes(PaymentOnionTlv.EncryptedRecipientData, EncryptedRecipientData)
            .AddPublicKey(PaymentOnionTlv.CurrentPathKey, CurrentPathKey)
            .AddBytes(PaymentOnionTlv.PaymentMetadata, PaymentMetadata)
            .AddTruncated(PaymentOnionTlv.TotalAmount, TotalAmount?.Value)
            .AddNodeId(eclair ? PaymentOnionTlv.OutgoingNodeIdEclair : PaymentOnionTlv.OutgoingNodeId, OutgoingNodeId)
            .AddBytes(eclair ? PaymentOnionTlv.TrampolineOnionEclair : PaymentOnionTlv.TrampolineOnion, TrampolineOnion)
            .AddBytes(eclair ? PaymentOnionTlv.TrampolineFeaturesEclair : PaymentOnionTlv.RecipientFeatures, RecipientFeatures?.Bytes)
            .AddBytes(eclair ? PaymentOnionTlv.BlindedPathsEclair : PaymentOnionTlv.RecipientBlindedPaths, RecipientBlindedPaths)
            .AddBytes(PaymentOnionTlv.RoutingHintsEclair, RoutingHints)
            .AddBytes(PaymentOnionTlv.AsyncPaymentEclair, AsyncPayment ? ByteString.Empty : null)
            .AddBytes(Dialect == Dialect.Ldk ? PaymentOnionTlv.InvoiceRequestLdk : PaymentOnionTlv.InvoiceRequest, InvoiceRequest)
            .AddBytes32(PaymentOnionTlv.KeysendPreimage, KeysendPreimage?.Value)
            .AddBytes32(PaymentOnionTlv.HoldNonce, HoldNonce)
            .AddBytes(PaymentOnionTlv.SignatureSale, SignatureSale)
            .AddRange(Unknown)
            .ToArray();
    }
}
