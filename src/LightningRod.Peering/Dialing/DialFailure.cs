namespace LightningRod.Peering.Dialing;

/// <summary>Why a dial gave no session.</summary>
/// <param name="Code">The kind.</param>
/// <param name="Detail">One phrase for people.</param>
/// <param name="Reason">Why the connection was closed, for <see cref="DialFailureCode.NoSession"/>; else null.</param>
public sealed record DialFailure(DialFailureCode Code, string Detail, CloseReason? Reason = null)
{
    /// <summary>Kind and phrase.</summary>
    public override string ToString() => $"{Code}: {Detail}";
}
