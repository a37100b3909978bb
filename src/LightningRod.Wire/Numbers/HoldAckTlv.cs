namespace LightningRod.Wire.Numbers;

/// <summary>Records inside <c>hold_ack</c> (Lightning Rod, docs/protocol.md).</summary>
public static class HoldAckTlv
{
    /// <summary>payment_id_hash, LightningRod.</summary>
    [WireNumber("payment_id_hash", "LightningRod", Dialect.LightningRod)]
    public const ulong PaymentIdHash = 1;

    /// <summary>expiry_height, LightningRod.</summary>
    [WireNumber("expiry_height", "LightningRod", Dialect.LightningRod)]
    public const ulong ExpiryHeight = 3;

    /// <summary>error_code, LightningRod.</summary>
    [WireNumber("error_code", "LightningRod", Dialect.LightningRod)]
    public const ulong ErrorCode = 5;

    /// <summary>error, LightningRod.</summary>
    [WireNumber("error", "LightningRod", Dialect.LightningRod)]
    public const ulong Error = 7;

    /// <summary>return_delta, LightningRod.</summary>
    [WireNumber("return_delta", "LightningRod", Dialect.LightningRod)]
    public const ulong ReturnDelta = 9;

    /// <summary>cancelled, LightningRod.</summary>
    [WireNumber("cancelled", "LightningRod", Dialect.LightningRod)]
    public const ulong Cancelled = 11;
}
