using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Payments;

/// <summary>A payment, as its user may see it. No secrets.</summary>
/// <param name="Id">SHA-256 of its payment id.</param>
/// <param name="Stage">How far it has come.</param>
/// <param name="Hashes">Its payment hashes; empty while the invoice is asked for.</param>
/// <param name="Amount">What the payee is to get.</param>
public sealed record PaymentView(Bytes32 Id, PaymentStage Stage, ValueList<PaymentHash> Hashes, Msat Amount)
{
    /// <summary>What the payer's own HTLCs amount to, fees included.</summary>
    public Msat Sent { get; init; }

    /// <summary>The last height at which the hold may be opened: as accepted, else as asked for.</summary>
    public BlockHeight HoldExpiry { get; init; }

    /// <summary>The hold window, blocks.</summary>
    public uint Window { get; init; }

    /// <summary>How many parts there are.</summary>
    public int Parts { get; init; }

    /// <summary>How many of them are settled.</summary>
    public int PartsSettled { get; init; }

    /// <summary>How many of them came back, or were never sent.</summary>
    public int PartsFailed { get; init; }

    /// <summary>How many of the payment hashes are paid: the wallet has their preimages.</summary>
    public int HashesPaid { get; init; }

    /// <summary>Why it failed or is being cancelled, for people; null else.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether nothing is to be done but to wait for others.</summary>
    public bool MayGoOffline { get; init; }

    /// <summary>Whether nothing will happen any more.</summary>
    public bool IsOver => Stage is PaymentStage.Done or PaymentStage.Failed;
}
