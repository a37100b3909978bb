namespace LightningRod.Wire.Numbers;

/// <summary>Failure codes of a returned onion (BOLT 4, "Failure Messages"): BADONION 0x8000, PERM 0x4000, NODE 0x2000, UPDATE 0x1000.</summary>
public static class FailureCode
{
    /// <summary>temporary_node_failure, BOLT 4.</summary>
    [WireNumber("temporary_node_failure", "BOLT 4")]
    public const ushort TemporaryNodeFailure = 8194;

    /// <summary>permanent_node_failure, BOLT 4.</summary>
    [WireNumber("permanent_node_failure", "BOLT 4")]
    public const ushort PermanentNodeFailure = 24578;

    /// <summary>required_node_feature_missing, BOLT 4.</summary>
    [WireNumber("required_node_feature_missing", "BOLT 4")]
    public const ushort RequiredNodeFeatureMissing = 24579;

    /// <summary>invalid_onion_version, BOLT 4.</summary>
    [WireNumber("invalid_onion_version", "BOLT 4")]
    public const ushort InvalidOnionVersion = 49156;

    /// <summary>invalid_onion_hmac, BOLT 4.</summary>
    [WireNumber("invalid_onion_hmac", "BOLT 4")]
    public const ushort InvalidOnionHmac = 49157;

    /// <summary>invalid_onion_key, BOLT 4.</summary>
    [WireNumber("invalid_onion_key", "BOLT 4")]
    public const ushort InvalidOnionKey = 49158;

    /// <summary>temporary_channel_failure, BOLT 4.</summary>
    [WireNumber("temporary_channel_failure", "BOLT 4")]
    public const ushort TemporaryChannelFailure = 4103;

    /// <summary>permanent_channel_failure, BOLT 4.</summary>
    [WireNumber("permanent_channel_failure", "BOLT 4")]
    public const ushort PermanentChannelFailure = 16392;

    /// <summary>required_channel_feature_missing, BOLT 4.</summary>
    [WireNumber("required_channel_feature_missing", "BOLT 4")]
    public const ushort RequiredChannelFeatureMissing = 16393;

    /// <summary>unknown_next_peer, BOLT 4.</summary>
    [WireNumber("unknown_next_peer", "BOLT 4")]
    public const ushort UnknownNextPeer = 16394;

    /// <summary>amount_below_minimum, BOLT 4.</summary>
    [WireNumber("amount_below_minimum", "BOLT 4")]
    public const ushort AmountBelowMinimum = 4107;

    /// <summary>fee_insufficient, BOLT 4.</summary>
    [WireNumber("fee_insufficient", "BOLT 4")]
    public const ushort FeeInsufficient = 4108;

    /// <summary>incorrect_cltv_expiry, BOLT 4.</summary>
    [WireNumber("incorrect_cltv_expiry", "BOLT 4")]
    public const ushort IncorrectCltvExpiry = 4109;

    /// <summary>expiry_too_soon, BOLT 4.</summary>
    [WireNumber("expiry_too_soon", "BOLT 4")]
    public const ushort ExpiryTooSoon = 4110;

    /// <summary>incorrect_or_unknown_payment_details, BOLT 4.</summary>
    [WireNumber("incorrect_or_unknown_payment_details", "BOLT 4")]
    public const ushort IncorrectOrUnknownPaymentDetails = 16399;

    /// <summary>final_incorrect_cltv_expiry, BOLT 4.</summary>
    [WireNumber("final_incorrect_cltv_expiry", "BOLT 4")]
    public const ushort FinalIncorrectCltvExpiry = 18;

    /// <summary>final_incorrect_htlc_amount, BOLT 4.</summary>
    [WireNumber("final_incorrect_htlc_amount", "BOLT 4")]
    public const ushort FinalIncorrectHtlcAmount = 19;

    /// <summary>channel_disabled, BOLT 4.</summary>
    [WireNumber("channel_disabled", "BOLT 4")]
    public const ushort ChannelDisabled = 4116;

    /// <summary>expiry_too_far, BOLT 4.</summary>
    [WireNumber("expiry_too_far", "BOLT 4")]
    public const ushort ExpiryTooFar = 21;

    /// <summary>invalid_onion_payload, BOLT 4.</summary>
    [WireNumber("invalid_onion_payload", "BOLT 4")]
    public const ushort InvalidOnionPayload = 16406;

    /// <summary>mpp_timeout, BOLT 4.</summary>
    [WireNumber("mpp_timeout", "BOLT 4")]
    public const ushort MppTimeout = 23;

    /// <summary>invalid_onion_blinding, BOLT 4.</summary>
    [WireNumber("invalid_onion_blinding", "BOLT 4")]
    public const ushort InvalidOnionBlinding = 49176;

    /// <summary>temporary_trampoline_failure, BOLT 4, pull 836.</summary>
    [WireNumber("temporary_trampoline_failure", "BOLT 4, pull 836")]
    public const ushort TemporaryTrampolineFailure = 8217;

    /// <summary>trampoline_fee_or_expiry_insufficient, BOLT 4, pull 836.</summary>
    [WireNumber("trampoline_fee_or_expiry_insufficient", "BOLT 4, pull 836")]
    public const ushort TrampolineFeeOrExpiryInsufficient = 8218;

    /// <summary>unknown_next_trampoline, BOLT 4, pull 836.</summary>
    [WireNumber("unknown_next_trampoline", "BOLT 4, pull 836")]
    public const ushort UnknownNextTrampoline = 16411;
}
