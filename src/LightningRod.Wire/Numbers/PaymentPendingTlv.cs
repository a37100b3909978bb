namespace LightningRod.Wire.Numbers;

/// <summary>Records inside <c>payment_pending</c> (Lightning Rod, docs/protocol.md).</summary>
public static class PaymentPendingTlv
{
    /// <summary>payment_hashes, LightningRod.</summary>
    [WireNumber("payment_hashes", "LightningRod", Dialect.LightningRod)]
    public const ulong PaymentHashes = 1;

    /// <summary>amount_msat, LightningRod.</summary>
    [WireNumber("amount_msat", "LightningRod", Dialect.LightningRod)]
    public const ulong Amount = 3;

    /// <summary>payer_note, LightningRod.</summary>
    [WireNumber("payer_note", "LightningRod", Dialect.LightningRod)]
    public const ulong PayerNote = 5;

    /// <summary>payment_id, LightningRod.</summary>
    [WireNumber("payment_id", "LightningRod", Dialect.LightningRod)]
    public const ulong PaymentId = 7;

    /// <summary>route, LightningRod.</summary>
    [WireNumber("route", "LightningRod", Dialect.LightningRod)]
    public const ulong Route = 9;

    /// <summary>introduction_addresses, LightningRod.</summary>
    [WireNumber("introduction_addresses", "LightningRod", Dialect.LightningRod)]
    public const ulong IntroductionAddresses = 11;
}
