namespace LightningRod.Wire.Numbers;

/// <summary>Records inside <c>hold_cancel</c> (Lightning Rod, docs/protocol.md).</summary>
public static class HoldCancelTlv
{
    /// <summary>payment_id_hash, LightningRod.</summary>
    [WireNumber("payment_id_hash", "LightningRod", Dialect.LightningRod)]
    public const ulong PaymentIdHash = 1;

    /// <summary>client_node_id, LightningRod.</summary>
    [WireNumber("client_node_id", "LightningRod", Dialect.LightningRod)]
    public const ulong ClientNodeId = 9;

    /// <summary>signature, LightningRod.</summary>
    [WireNumber("signature", "LightningRod", Dialect.LightningRod)]
    public const ulong Signature = 11;
}
