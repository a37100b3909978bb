namespace LightningRod.Wire.Numbers;

/// <summary>Records of <c>onionmsg_tlv</c>, the payload of an onion message (BOLT 4). Numbers from 64 on are for the final hop only.</summary>
public static class OnionMessageTlv
{
    /// <summary>reply_path, BOLT 4.</summary>
    [WireNumber("reply_path", "BOLT 4")]
    public const ulong ReplyPath = 2;

    /// <summary>encrypted_recipient_data, BOLT 4.</summary>
    [WireNumber("encrypted_recipient_data", "BOLT 4")]
    public const ulong EncryptedRecipientData = 4;

    /// <summary>First number of the range for the final hop alone, BOLT 4.</summary>
    public const ulong FirstFinal = InvoiceRequest;

    /// <summary>invoice_request, BOLT 12.</summary>
    [WireNumber("invoice_request", "BOLT 12")]
    public const ulong InvoiceRequest = 64;

    /// <summary>invoice, BOLT 12.</summary>
    [WireNumber("invoice", "BOLT 12")]
    public const ulong Invoice = 66;

    /// <summary>invoice_error, BOLT 12.</summary>
    [WireNumber("invoice_error", "BOLT 12")]
    public const ulong InvoiceError = 68;

    /// <summary>static_invoice, BOLT 12, pull 1149.</summary>
    [WireNumber("static_invoice", "BOLT 12, pull 1149")]
    public const ulong StaticInvoice = 70;

    /// <summary>held_htlc_available, LDK.</summary>
    [WireNumber("held_htlc_available", "LDK", Dialect.Ldk)]
    public const ulong HeldHtlcAvailable = 72;

    /// <summary>release_held_htlc, LDK.</summary>
    [WireNumber("release_held_htlc", "LDK", Dialect.Ldk)]
    public const ulong ReleaseHeldHtlc = 74;

    /// <summary>dnssec_query, bLIP 32.</summary>
    [WireNumber("dnssec_query", "bLIP 32")]
    public const ulong DnssecQuery = 65536;

    /// <summary>dnssec_proof, bLIP 32.</summary>
    [WireNumber("dnssec_proof", "bLIP 32")]
    public const ulong DnssecProof = 65538;

    /// <summary>offer_paths_request, bLIP 66.</summary>
    [WireNumber("offer_paths_request", "bLIP 66")]
    public const ulong OfferPathsRequest = 65540;

    /// <summary>offer_paths, bLIP 66.</summary>
    [WireNumber("offer_paths", "bLIP 66")]
    public const ulong OfferPaths = 65542;

    /// <summary>serve_static_invoice, bLIP 66.</summary>
    [WireNumber("serve_static_invoice", "bLIP 66")]
    public const ulong ServeStaticInvoice = 65544;

    /// <summary>static_invoice_persisted, bLIP 66.</summary>
    [WireNumber("static_invoice_persisted", "bLIP 66")]
    public const ulong StaticInvoicePersisted = 65546;

    /// <summary>offer_paths_request, LDK.</summary>
    [WireNumber("offer_paths_request", "LDK", Dialect.Ldk)]
    public const ulong OfferPathsRequestLdk = 75540;

    /// <summary>offer_paths, LDK.</summary>
    [WireNumber("offer_paths", "LDK", Dialect.Ldk)]
    public const ulong OfferPathsLdk = 75542;

    /// <summary>serve_static_invoice, LDK.</summary>
    [WireNumber("serve_static_invoice", "LDK", Dialect.Ldk)]
    public const ulong ServeStaticInvoiceLdk = 75544;

    /// <summary>static_invoice_persisted, LDK.</summary>
    [WireNumber("static_invoice_persisted", "LDK", Dialect.Ldk)]
    public const ulong StaticInvoicePersistedLdk = 75546;

    /// <summary>hold_request, LightningRod.</summary>
    [WireNumber("hold_request", "LightningRod", Dialect.LightningRod)]
    public const ulong HoldRequest = 12465361;

    /// <summary>hold_ack, LightningRod.</summary>
    [WireNumber("hold_ack", "LightningRod", Dialect.LightningRod)]
    public const ulong HoldAck = 6919313;

    /// <summary>hold_cancel, LightningRod.</summary>
    [WireNumber("hold_cancel", "LightningRod", Dialect.LightningRod)]
    public const ulong HoldCancel = 1005507;

    /// <summary>payment_pending, LightningRod.</summary>
    [WireNumber("payment_pending", "LightningRod", Dialect.LightningRod)]
    public const ulong PaymentPending = 11588867;

    /// <summary>payment_ready, LightningRod.</summary>
    [WireNumber("payment_ready", "LightningRod", Dialect.LightningRod)]
    public const ulong PaymentReady = 1198963;

    /// <summary>nonce_release, LightningRod.</summary>
    [WireNumber("nonce_release", "LightningRod", Dialect.LightningRod)]
    public const ulong NonceRelease = 13474845;

    /// <summary>signed_update_parcel, LightningRod.</summary>
    [WireNumber("signed_update_parcel", "LightningRod", Dialect.LightningRod)]
    public const ulong SignedUpdateParcel = 8455367;

    /// <summary>point_invoice_request, LightningRod.</summary>
    [WireNumber("point_invoice_request", "LightningRod", Dialect.LightningRod)]
    public const ulong PointInvoiceRequest = 1689627;

    /// <summary>point_invoice, LightningRod.</summary>
    [WireNumber("point_invoice", "LightningRod", Dialect.LightningRod)]
    public const ulong PointInvoice = 6038669;
}
