namespace LightningRod.Wire.Numbers;

/// <summary>Records of <c>encrypted_data_tlv</c>, what the maker of a blinded path tells each hop (BOLT 4).</summary>
public static class EncryptedDataTlv
{
    /// <summary>padding, BOLT 4.</summary>
    [WireNumber("padding", "BOLT 4")]
    public const ulong Padding = 1;

    /// <summary>short_channel_id, BOLT 4.</summary>
    [WireNumber("short_channel_id", "BOLT 4")]
    public const ulong ShortChannelId = 2;

    /// <summary>next_node_id, BOLT 4.</summary>
    [WireNumber("next_node_id", "BOLT 4")]
    public const ulong NextNodeId = 4;

    /// <summary>path_id, BOLT 4.</summary>
    [WireNumber("path_id", "BOLT 4")]
    public const ulong PathId = 6;

    /// <summary>next_path_key_override, BOLT 4.</summary>
    [WireNumber("next_path_key_override", "BOLT 4")]
    public const ulong NextPathKeyOverride = 8;

    /// <summary>payment_relay, BOLT 4.</summary>
    [WireNumber("payment_relay", "BOLT 4")]
    public const ulong PaymentRelay = 10;

    /// <summary>payment_constraints, BOLT 4.</summary>
    [WireNumber("payment_constraints", "BOLT 4")]
    public const ulong PaymentConstraints = 12;

    /// <summary>allowed_features, BOLT 4.</summary>
    [WireNumber("allowed_features", "BOLT 4")]
    public const ulong AllowedFeatures = 14;

    /// <summary>payment_secret, LDK.</summary>
    [WireNumber("payment_secret", "LDK", Dialect.Ldk)]
    public const ulong LdkPaymentSecret = 65536;

    /// <summary>context, LDK.</summary>
    [WireNumber("context", "LDK", Dialect.Ldk)]
    public const ulong LdkContext = 65537;

    /// <summary>dummy_hop, LDK.</summary>
    [WireNumber("dummy_hop", "LDK", Dialect.Ldk)]
    public const ulong LdkDummyHop = 65539;

    /// <summary>payment_unblock, LightningRod.</summary>
    [WireNumber("payment_unblock", "LightningRod", Dialect.LightningRod)]
    public const ulong PaymentUnblock = 485801;

    /// <summary>next_node_addresses, LightningRod.</summary>
    [WireNumber("next_node_addresses", "LightningRod", Dialect.LightningRod)]
    public const ulong NextNodeAddresses = 485803;
}
