using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Invoices;

/// <summary>How far a bill has come.</summary>
public enum BillState
{
    /// <summary>Not paid.</summary>
    Open,

    /// <summary>All HTLCs are there and are being claimed: the preimages are out.</summary>
    Claiming,

    /// <summary>Every HTLC was claimed.</summary>
    Paid,
}

/// <summary>Invoices that are paid all or none, as their maker may see them. No secrets.</summary>
/// <param name="Id">The first payment hash.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Hashes">The payment hashes, one for each invoice.</param>
/// <param name="Received">What its HTLCs amount to; zero while it is open.</param>
/// <param name="IsExpired">Whether it is open and too old to be paid.</param>
public sealed record BillView(PaymentHash Id, BillState State, ValueList<PaymentHash> Hashes, Msat Received, bool IsExpired)
{
    /// <summary>Whether the money is there, or as good as.</summary>
    public bool IsPaid => State == BillState.Paid;
}
