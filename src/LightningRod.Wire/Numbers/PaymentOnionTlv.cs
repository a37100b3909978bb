namespace LightningRod.Wire.Numbers;

/// <summary>Records of a payment onion's payload (BOLT 4) and of a trampoline onion's.</summary>
public static class PaymentOnionTlv
{
    /// <summary>invoice_request, BOLT 12, pull 1149.</summary>
    [WireNumber("invoice_request", "BOLT 12, pull 1149")]
    public const ulong InvoiceRequest = 1;

    /// <summary>amt_to_forward, BOLT 4.</summary>
    [WireNumber("amt_to_forward", "BOLT 4")]
    public const ulong AmountToForward = 2;

    /// <summary>outgoing_cltv_value, BOLT 4.</summary>
    [WireNumber("outgoing_cltv_value", "BOLT 4")]
    public const ulong OutgoingCltv = 4;

    /// <summary>short_channel_id, BOLT 4.</summary>
    [WireNumber("short_channel_id", "BOLT 4")]
    public const ulong ShortChannelId = 6;

    /// <summary>payment_data, BOLT 4.</summary>
    [WireNumber("payment_data", "BOLT 4")]
    public const ulong PaymentData = 8;

    /// <summary>encrypted_recipient_data, BOLT 4.</summary>
    [WireNumber("encrypted_recipient_data", "BOLT 4")]
    public const ulong EncryptedRecipientData = 10;

    /// <summary>current_path_key, BOLT 4.</summary>
    [WireNumber("current_path_key", "BOLT 4")]
    public const ulong CurrentPathKey = 12;

    /// <summary>outgoing_node_id, BOLT 4, pull 836.</summary>
    [WireNumber("outgoing_node_id", "BOLT 4, pull 836")]
    public const ulong OutgoingNodeId = 14;

    /// <summary>payment_metadata, BOLT 4.</summary>
    [WireNumber("payment_metadata", "BOLT 4")]
    public const ulong PaymentMetadata = 16;

    /// <summary>total_amount_msat, BOLT 4.</summary>
    [WireNumber("total_amount_msat", "BOLT 4")]
    public const ulong TotalAmount = 18;

    /// <summary>trampoline_onion_packet, BOLT 4, pull 836.</summary>
    [WireNumber("trampoline_onion_packet", "BOLT 4, pull 836")]
    public const ulong TrampolineOnion = 20;

    /// <summary>recipient_features, BOLT 4, pull 836.</summary>
    [WireNumber("recipient_features", "BOLT 4, pull 836")]
    public const ulong RecipientFeatures = 21;

    /// <summary>recipient_blinded_paths, BOLT 4, pull 836.</summary>
    [WireNumber("recipient_blinded_paths", "BOLT 4, pull 836")]
    public const ulong RecipientBlindedPaths = 22;

    /// <summary>invoice_features, eclair.</summary>
    [WireNumber("invoice_features", "eclair", Dialect.Eclair)]
    public const ulong TrampolineFeaturesEclair = 66097;

    /// <summary>outgoing_node_id, eclair.</summary>
    [WireNumber("outgoing_node_id", "eclair", Dialect.Eclair)]
    public const ulong OutgoingNodeIdEclair = 66098;

    /// <summary>invoice_routing_info, eclair.</summary>
    [WireNumber("invoice_routing_info", "eclair", Dialect.Eclair)]
    public const ulong RoutingHintsEclair = 66099;

    /// <summary>trampoline_onion, eclair.</summary>
    [WireNumber("trampoline_onion", "eclair", Dialect.Eclair)]
    public const ulong TrampolineOnionEclair = 66100;

    /// <summary>outgoing_blinded_paths, eclair.</summary>
    [WireNumber("outgoing_blinded_paths", "eclair", Dialect.Eclair)]
    public const ulong BlindedPathsEclair = 66102;

    /// <summary>invoice_request, LDK.</summary>
    [WireNumber("invoice_request", "LDK", Dialect.Ldk)]
    public const ulong InvoiceRequestLdk = 77777;

    /// <summary>async_payment, eclair.</summary>
    [WireNumber("async_payment", "eclair", Dialect.Eclair)]
    public const ulong AsyncPaymentEclair = 181324718;

    /// <summary>keysend_preimage, bLIP 3.</summary>
    [WireNumber("keysend_preimage", "bLIP 3")]
    public const ulong KeysendPreimage = 5_482_373_484;

    /// <summary>hold_nonce, LightningRod.</summary>
    [WireNumber("hold_nonce", "LightningRod", Dialect.LightningRod)]
    public const ulong HoldNonce = 1218177;

    /// <summary>signature_sale, LightningRod.</summary>
    [WireNumber("signature_sale", "LightningRod", Dialect.LightningRod)]
    public const ulong SignatureSale = 117573;
}
