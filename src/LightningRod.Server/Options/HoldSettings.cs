using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LightningRod.Actors.HeldPayment;
using LightningRod.Wire.Primitives;

namespace LightningRod.Server.Options;

/// <summary>What a client may ask to be held.</summary>
public sealed class HoldSettings
{
    /// <summary>Holds of one client at a time.</summary>
    [Description("Holds of one client at a time.")]
    [Range(0, 10_000)]
    public int PerClient { get; init; } = 16;

    /// <summary>Longest hold window, blocks.</summary>
    [Description("Longest hold window, blocks; no node takes an HTLC that lasts longer than 2016.")]
    [Range(1, 2016)]
    public int MaxWindow { get; init; } = 2016;

    /// <summary>Return delta R, blocks.</summary>
    [Description("Return delta: blocks kept for the payer to come back before its HTLC expires.")]
    [Range(6, 2016)]
    public int ReturnDelta { get; init; } = 288;

    /// <summary>The largest amount of one client's holds, satoshis.</summary>
    [Description("The largest amount that all holds of one client may reach, satoshis.")]
    [Range(1L, 2_100_000_000_000_000L)]
    public long MaxSatoshis { get; init; } = 1_000_000;

    /// <summary>Payment hashes of a hold.</summary>
    [Description("Payment hashes of one hold.")]
    [Range(1, 128)]
    public int MaxHashes { get; init; } = 32;

    /// <summary>Parts of a hold at a time.</summary>
    [Description("Parts of one hold that are held or on their way at one time.")]
    [Range(1, 1000)]
    public int MaxParts { get; init; } = 64;

    /// <summary>The same as the actors' limits of a client without holds.</summary>
    public HoldLimits Limits => new()
    {
        MaxWindow = (uint)MaxWindow,
        MaxHashes = MaxHashes,
        MaxParts = MaxParts,
        MaxAmount = Msat.FromSatoshis((ulong)MaxSatoshis),
        HoldsLeft = PerClient,
        ReturnDelta = (uint)ReturnDelta,
    };
}
