namespace LightningRod.Wire.Numbers;

/// <summary>Records inside <c>nonce_release</c> (Lightning Rod, docs/protocol.md).</summary>
public static class NonceReleaseTlv
{
    /// <summary>nonce, LightningRod.</summary>
    [WireNumber("nonce", "LightningRod", Dialect.LightningRod)]
    public const ulong Nonce = 1;

    /// <summary>client_node_id, LightningRod.</summary>
    [WireNumber("client_node_id", "LightningRod", Dialect.LightningRod)]
    public const ulong ClientNodeId = 3;
}
