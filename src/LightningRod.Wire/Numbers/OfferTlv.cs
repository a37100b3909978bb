namespace LightningRod.Wire.Numbers;

/// <summary>Records of an offer (BOLT 12): types 1 to 79 and 1000000000 to 1999999999.</summary>
public static class OfferTlv
{
    /// <summary>offer_chains, BOLT 12.</summary>
    [WireNumber("offer_chains", "BOLT 12")]
    public const ulong Chains = 2;

    /// <summary>offer_metadata, BOLT 12.</summary>
    [WireNumber("offer_metadata", "BOLT 12")]
    public const ulong Metadata = 4;

    /// <summary>offer_currency, BOLT 12.</summary>
    [WireNumber("offer_currency", "BOLT 12")]
    public const ulong Currency = 6;

    /// <summary>offer_amount, BOLT 12.</summary>
    [WireNumber("offer_amount", "BOLT 12")]
    public const ulong Amount = 8;

    /// <summary>offer_description, BOLT 12.</summary>
    [WireNumber("offer_description", "BOLT 12")]
    public const ulong Description = 10;

    /// <summary>offer_features, BOLT 12.</summary>
    [WireNumber("offer_features", "BOLT 12")]
    public const ulong Features = 12;

    /// <summary>offer_absolute_expiry, BOLT 12.</summary>
    [WireNumber("offer_absolute_expiry", "BOLT 12")]
    public const ulong AbsoluteExpiry = 14;

    /// <summary>offer_paths, BOLT 12.</summary>
    [WireNumber("offer_paths", "BOLT 12")]
    public const ulong Paths = 16;

    /// <summary>offer_issuer, BOLT 12.</summary>
    [WireNumber("offer_issuer", "BOLT 12")]
    public const ulong Issuer = 18;

    /// <summary>offer_quantity_max, BOLT 12.</summary>
    [WireNumber("offer_quantity_max", "BOLT 12")]
    public const ulong QuantityMax = 20;

    /// <summary>offer_issuer_id, BOLT 12.</summary>
    [WireNumber("offer_issuer_id", "BOLT 12")]
    public const ulong IssuerId = 22;

    /// <summary>Last type of the offer's ordinary range, BOLT 12; its first is 1.</summary>
    public const ulong Last = 79;

    /// <summary>First type of the offer's experimental range, BOLT 12.</summary>
    public const ulong FirstExperimental = 1_000_000_000;

    /// <summary>Last type of the offer's experimental range, BOLT 12.</summary>
    public const ulong LastExperimental = 1_999_999_999;
}
