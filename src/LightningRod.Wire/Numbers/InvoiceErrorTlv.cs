namespace LightningRod.Wire.Numbers;

/// <summary>Records of an invoice_error (BOLT 12).</summary>
public static class InvoiceErrorTlv
{
    /// <summary>erroneous_field, BOLT 12.</summary>
    [WireNumber("erroneous_field", "BOLT 12")]
    public const ulong ErroneousField = 1;

    /// <summary>suggested_value, BOLT 12.</summary>
    [WireNumber("suggested_value", "BOLT 12")]
    public const ulong SuggestedValue = 3;

    /// <summary>error, BOLT 12.</summary>
    [WireNumber("error", "BOLT 12")]
    public const ulong Error = 5;
}
