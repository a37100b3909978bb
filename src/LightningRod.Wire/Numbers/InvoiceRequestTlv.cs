namespace LightningRod.Wire.Numbers;

/// <summary>Records that an invoice_request adds to an offer (BOLT 12): types 0, 80 to 159 and 2000000000 to 2999999999.</summary>
public static class InvoiceRequestTlv
{
    /// <summary>invreq_metadata, BOLT 12.</summary>
    [WireNumber("invreq_metadata", "BOLT 12")]
    public const ulong Metadata = 0;

    /// <summary>invreq_chain, BOLT 12.</summary>
    [WireNumber("invreq_chain", "BOLT 12")]
    public const ulong Chain = 80;

    /// <summary>invreq_amount, BOLT 12.</summary>
    [WireNumber("invreq_amount", "BOLT 12")]
    public const ulong Amount = 82;

    /// <summary>invreq_features, BOLT 12.</summary>
    [WireNumber("invreq_features", "BOLT 12")]
    public const ulong Features = 84;

    /// <summary>invreq_quantity, BOLT 12.</summary>
    [WireNumber("invreq_quantity", "BOLT 12")]
    public const ulong Quantity = 86;

    /// <summary>invreq_payer_id, BOLT 12.</summary>
    [WireNumber("invreq_payer_id", "BOLT 12")]
    public const ulong PayerId = 88;

    /// <summary>invreq_payer_note, BOLT 12.</summary>
    [WireNumber("invreq_payer_note", "BOLT 12")]
    public const ulong PayerNote = 89;

    /// <summary>invreq_paths, BOLT 12.</summary>
    [WireNumber("invreq_paths", "BOLT 12")]
    public const ulong Paths = 90;

    /// <summary>invreq_bip_353_name, BOLT 12.</summary>
    [WireNumber("invreq_bip_353_name", "BOLT 12")]
    public const ulong Bip353Name = 91;

    /// <summary>Last type of the invoice_request's ordinary range, BOLT 12.</summary>
    public const ulong Last = 159;

    /// <summary>Last type of the invoice_request's experimental range, BOLT 12.</summary>
    public const ulong LastExperimental = 2_999_999_999;
}
