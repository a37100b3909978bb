namespace LightningRod.Wire.Numbers;

/// <summary>Records inside <c>payment_ready</c> (Lightning Rod, docs/protocol.md).</summary>
public static class PaymentReadyTlv
{
    /// <summary>payment_hashes, LightningRod.</summary>
    [WireNumber("payment_hashes", "LightningRod", Dialect.LightningRod)]
    public const ulong PaymentHashes = 1;
}
