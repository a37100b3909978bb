namespace LightningRod.Wire.Numbers;

/// <summary>Tags of an invoice's fields, 5 bits; each is written as the letter that stands for it in the Bech32 alphabet (BOLT 11).</summary>
public static class Bolt11Tag
{
    /// <summary>payment_hash, letter <c>p</c>: 32 bytes, SHA-256 of the preimage; BOLT 11.</summary>
    [WireNumber("payment_hash", "BOLT 11")]
    public const byte PaymentHash = 1;

    /// <summary>route_hint, letter <c>r</c>: a way to the payee over channels that gossip does not know; BOLT 11.</summary>
    [WireNumber("route_hint", "BOLT 11")]
    public const byte RouteHint = 3;

    /// <summary>features, letter <c>9</c>: feature bits; BOLT 11.</summary>
    [WireNumber("features", "BOLT 11")]
    public const byte Features = 5;

    /// <summary>expiry, letter <c>x</c>: seconds; BOLT 11.</summary>
    [WireNumber("expiry", "BOLT 11")]
    public const byte Expiry = 6;

    /// <summary>fallback_address, letter <c>f</c>: an on-chain address; BOLT 11.</summary>
    [WireNumber("fallback_address", "BOLT 11")]
    public const byte Fallback = 9;

    /// <summary>description, letter <c>d</c>: UTF-8 text; BOLT 11.</summary>
    [WireNumber("description", "BOLT 11")]
    public const byte Description = 13;

    /// <summary>payment_secret, letter <c>s</c>: 32 bytes; BOLT 11.</summary>
    [WireNumber("payment_secret", "BOLT 11")]
    public const byte PaymentSecret = 16;

    /// <summary>payee_pubkey, letter <c>n</c>: 33 bytes, the payee's public key; BOLT 11.</summary>
    [WireNumber("payee_pubkey", "BOLT 11")]
    public const byte Payee = 19;

    /// <summary>description_hash, letter <c>h</c>: 32 bytes, SHA-256 of a text told elsewhere; BOLT 11.</summary>
    [WireNumber("description_hash", "BOLT 11")]
    public const byte DescriptionHash = 23;

    /// <summary>min_final_cltv_expiry_delta, letter <c>c</c>: blocks; BOLT 11.</summary>
    [WireNumber("min_final_cltv_expiry_delta", "BOLT 11")]
    public const byte MinFinalCltvExpiryDelta = 24;

    /// <summary>payment_metadata, letter <c>m</c>: bytes that the payer hands back; BOLT 11.</summary>
    [WireNumber("payment_metadata", "BOLT 11")]
    public const byte PaymentMetadata = 27;
}
