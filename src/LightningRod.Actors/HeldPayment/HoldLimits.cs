using LightningRod.Wire.Primitives;

namespace LightningRod.Actors.HeldPayment;

/// <summary>What a client may ask for at present; what is agreed upon stays, also when the limits change.</summary>
public sealed record HoldLimits
{
    /// <summary>The defaults.</summary>
    public static HoldLimits Default { get; } = new();

    /// <summary>Longest hold window, blocks from now to the expiry height. Default 2016: no node takes an HTLC that lasts longer.</summary>
    public uint MaxWindow { get; init; } = 2016;

    /// <summary>Most payment hashes of a hold. Default 32.</summary>
    public int MaxHashes { get; init; } = 32;

    /// <summary>Most parts of a hold that are held or on their way at one time. Default 64.</summary>
    public int MaxParts { get; init; } = 64;

    /// <summary>The largest amount of a hold; give what the client's other holds leave. Default 1,000,000 satoshis.</summary>
    public Msat MaxAmount { get; init; } = Msat.FromSatoshis(1_000_000);

    /// <summary>How many holds more the client may have. Default 16.</summary>
    public int HoldsLeft { get; init; } = 16;

    /// <summary>Return delta, blocks kept for the payer to come back before its HTLC expires. Default 288.</summary>
    public uint ReturnDelta { get; init; } = 288;

    /// <summary>Blocks that a hold needs until its expiry height, and a part until its fail-back height. Default 6.</summary>
    public uint MinBlocksLeft { get; init; } = 6;
}
