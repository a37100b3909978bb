namespace LightningRod.Wire.Numbers;

/// <summary>Records inside <c>hold_request</c> (Lightning Rod, docs/protocol.md).</summary>
public static class HoldRequestTlv
{
    /// <summary>payment_id_hash, LightningRod.</summary>
    [WireNumber("payment_id_hash", "LightningRod", Dialect.LightningRod)]
    public const ulong PaymentIdHash = 1;

    /// <summary>payment_hashes, LightningRod.</summary>
    [WireNumber("payment_hashes", "LightningRod", Dialect.LightningRod)]
    public const ulong PaymentHashes = 3;

    /// <summary>expiry_height, LightningRod.</summary>
    [WireNumber("expiry_height", "LightningRod", Dialect.LightningRod)]
    public const ulong ExpiryHeight = 5;

    /// <summary>max_amount_msat, LightningRod.</summary>
    [WireNumber("max_amount_msat", "LightningRod", Dialect.LightningRod)]
    public const ulong MaxAmount = 7;

    /// <summary>client_node_id, LightningRod.</summary>
    [WireNumber("client_node_id", "LightningRod", Dialect.LightningRod)]
    public const ulong ClientNodeId = 9;

    /// <summary>signature, LightningRod.</summary>
    [WireNumber("signature", "LightningRod", Dialect.LightningRod)]
    public const ulong Signature = 11;
}
