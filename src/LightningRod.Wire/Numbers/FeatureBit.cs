namespace LightningRod.Wire.Numbers;

/// <summary>Feature bits (BOLT 9); the even bit of a pair asks, the odd one offers. The odd bit stands here.</summary>
public static class FeatureBit
{
    /// <summary>option_data_loss_protect, BOLT 9.</summary>
    [WireNumber("option_data_loss_protect", "BOLT 9")]
    public const int DataLossProtect = 1;

    /// <summary>option_upfront_shutdown_script, BOLT 9.</summary>
    [WireNumber("option_upfront_shutdown_script", "BOLT 9")]
    public const int UpfrontShutdownScript = 5;

    /// <summary>gossip_queries, BOLT 9.</summary>
    [WireNumber("gossip_queries", "BOLT 9")]
    public const int GossipQueries = 7;

    /// <summary>var_onion_optin, BOLT 9.</summary>
    [WireNumber("var_onion_optin", "BOLT 9")]
    public const int VarOnion = 9;

    /// <summary>gossip_queries_ex, BOLT 9.</summary>
    [WireNumber("gossip_queries_ex", "BOLT 9")]
    public const int GossipQueriesExtended = 11;

    /// <summary>option_static_remotekey, BOLT 9.</summary>
    [WireNumber("option_static_remotekey", "BOLT 9")]
    public const int StaticRemoteKey = 13;

    /// <summary>payment_secret, BOLT 9.</summary>
    [WireNumber("payment_secret", "BOLT 9")]
    public const int PaymentSecret = 15;

    /// <summary>basic_mpp, BOLT 9.</summary>
    [WireNumber("basic_mpp", "BOLT 9")]
    public const int BasicMpp = 17;

    /// <summary>option_support_large_channel, BOLT 9.</summary>
    [WireNumber("option_support_large_channel", "BOLT 9")]
    public const int LargeChannels = 19;

    /// <summary>option_anchors, BOLT 9.</summary>
    [WireNumber("option_anchors", "BOLT 9")]
    public const int Anchors = 23;

    /// <summary>option_route_blinding, BOLT 9.</summary>
    [WireNumber("option_route_blinding", "BOLT 9")]
    public const int RouteBlinding = 25;

    /// <summary>option_shutdown_anysegwit, BOLT 9.</summary>
    [WireNumber("option_shutdown_anysegwit", "BOLT 9")]
    public const int ShutdownAnySegwit = 27;

    /// <summary>option_dual_fund, BOLT 9.</summary>
    [WireNumber("option_dual_fund", "BOLT 9")]
    public const int DualFund = 29;

    /// <summary>option_quiesce, BOLT 9.</summary>
    [WireNumber("option_quiesce", "BOLT 9")]
    public const int Quiesce = 35;

    /// <summary>option_attribution_data, BOLT 9.</summary>
    [WireNumber("option_attribution_data", "BOLT 9")]
    public const int AttributableFailure = 37;

    /// <summary>option_onion_messages, BOLT 9.</summary>
    [WireNumber("option_onion_messages", "BOLT 9")]
    public const int OnionMessages = 39;

    /// <summary>option_provide_storage, BOLT 9.</summary>
    [WireNumber("option_provide_storage", "BOLT 9")]
    public const int ProvideStorage = 43;

    /// <summary>option_channel_type, BOLT 9.</summary>
    [WireNumber("option_channel_type", "BOLT 9")]
    public const int ChannelType = 45;

    /// <summary>option_scid_alias, BOLT 9.</summary>
    [WireNumber("option_scid_alias", "BOLT 9")]
    public const int ScidAlias = 47;

    /// <summary>option_payment_metadata, BOLT 9.</summary>
    [WireNumber("option_payment_metadata", "BOLT 9")]
    public const int PaymentMetadata = 49;

    /// <summary>option_zeroconf, BOLT 9.</summary>
    [WireNumber("option_zeroconf", "BOLT 9")]
    public const int ZeroConf = 51;

    /// <summary>option_htlc_hold, BOLT 9, pull 1149.</summary>
    [WireNumber("option_htlc_hold", "BOLT 9, pull 1149")]
    public const int HtlcHold = 53;

    /// <summary>keysend, bLIP 3.</summary>
    [WireNumber("keysend", "bLIP 3")]
    public const int Keysend = 55;

    /// <summary>trampoline_routing, BOLT 9, pull 836.</summary>
    [WireNumber("trampoline_routing", "BOLT 9, pull 836")]
    public const int Trampoline = 57;

    /// <summary>option_simple_close, BOLT 9.</summary>
    [WireNumber("option_simple_close", "BOLT 9")]
    public const int SimpleClose = 61;

    /// <summary>option_splice, BOLT 9.</summary>
    [WireNumber("option_splice", "BOLT 9")]
    public const int Splice = 63;

    /// <summary>trampoline_routing_prototype, eclair.</summary>
    [WireNumber("trampoline_routing_prototype", "eclair", Dialect.Eclair)]
    public const int TrampolinePrototype = 149;

    /// <summary>htlc_hold of LDK; eclair's async_payment_prototype has the same bit.</summary>
    [WireNumber("htlc_hold", "LDK", Dialect.Ldk)]
    public const int HtlcHoldLdk = 153;

    /// <summary>option_dns_resolver, bLIP 32.</summary>
    [WireNumber("option_dns_resolver", "bLIP 32")]
    public const int DnsResolver = 259;

    /// <summary>option_supports_lsps, bLIP 50.</summary>
    [WireNumber("option_supports_lsps", "bLIP 50")]
    public const int Lsps0 = 729;

    /// <summary>lightning_rod, LightningRod.</summary>
    [WireNumber("lightning_rod", "LightningRod", Dialect.LightningRod)]
    public const int LightningRod = 1061;
}
