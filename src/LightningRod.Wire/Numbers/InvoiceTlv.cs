namespace LightningRod.Wire.Numbers;

/// <summary>Records that an invoice adds to an invoice_request (BOLT 12): types 160 to 239 and 3000000000 to 3999999999; signatures are 240 to 1000.</summary>
public static class InvoiceTlv
{
    /// <summary>invoice_paths, BOLT 12.</summary>
    [WireNumber("invoice_paths", "BOLT 12")]
    public const ulong Paths = 160;

    /// <summary>invoice_blindedpay, BOLT 12.</summary>
    [WireNumber("invoice_blindedpay", "BOLT 12")]
    public const ulong BlindedPay = 162;

    /// <summary>invoice_created_at, BOLT 12.</summary>
    [WireNumber("invoice_created_at", "BOLT 12")]
    public const ulong CreatedAt = 164;

    /// <summary>invoice_relative_expiry, BOLT 12.</summary>
    [WireNumber("invoice_relative_expiry", "BOLT 12")]
    public const ulong RelativeExpiry = 166;

    /// <summary>invoice_payment_hash, BOLT 12.</summary>
    [WireNumber("invoice_payment_hash", "BOLT 12")]
    public const ulong PaymentHash = 168;

    /// <summary>invoice_amount, BOLT 12.</summary>
    [WireNumber("invoice_amount", "BOLT 12")]
    public const ulong Amount = 170;

    /// <summary>invoice_fallbacks, BOLT 12.</summary>
    [WireNumber("invoice_fallbacks", "BOLT 12")]
    public const ulong Fallbacks = 172;

    /// <summary>invoice_features, BOLT 12.</summary>
    [WireNumber("invoice_features", "BOLT 12")]
    public const ulong Features = 174;

    /// <summary>invoice_node_id, BOLT 12.</summary>
    [WireNumber("invoice_node_id", "BOLT 12")]
    public const ulong NodeId = 176;

    /// <summary>static_invoice_message_paths, BOLT 12, pull 1149.</summary>
    [WireNumber("static_invoice_message_paths", "BOLT 12, pull 1149")]
    public const ulong StaticMessagePaths = 178;

    /// <summary>held_htlc_available_paths, LDK.</summary>
    [WireNumber("held_htlc_available_paths", "LDK", Dialect.Ldk)]
    public const ulong StaticMessagePathsLdk = 236;

    /// <summary>signature, BOLT 12.</summary>
    [WireNumber("signature", "BOLT 12")]
    public const ulong Signature = 240;

    /// <summary>Last type of the invoice's ordinary range, BOLT 12.</summary>
    public const ulong Last = 239;

    /// <summary>Last type of the range for signatures, BOLT 12.</summary>
    public const ulong LastSignature = 1000;

    /// <summary>Last type of the invoice's experimental range, BOLT 12.</summary>
    public const ulong LastExperimental = 3_999_999_999;
}
