namespace LightningRod.Wire.Numbers;

/// <summary>Records of <c>update_add_htlc_tlvs</c> (BOLT 2).</summary>
public static class UpdateAddHtlcTlv
{
    /// <summary>path_key, BOLT 4.</summary>
    [WireNumber("path_key", "BOLT 4")]
    public const ulong PathKey = 0;

    /// <summary>hold_htlc, BOLT 2, pull 1149.</summary>
    [WireNumber("hold_htlc", "BOLT 2, pull 1149")]
    public const ulong HoldHtlc = 2;

    /// <summary>extra_fee, bLIP 25.</summary>
    [WireNumber("extra_fee", "bLIP 25")]
    public const ulong ExtraFee = 65537;

    /// <summary>hold_htlc, LDK.</summary>
    [WireNumber("hold_htlc", "LDK", Dialect.Ldk)]
    public const ulong HoldHtlcLdk = 75537;

    /// <summary>hold_nonce, LightningRod.</summary>
    [WireNumber("hold_nonce", "LightningRod", Dialect.LightningRod)]
    public const ulong HoldNonce = 1218177;
}
