using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Network;

/// <summary>What the whole network has in common.</summary>
public sealed record NetworkSettings
{
    /// <summary>The height at which every network begins: high enough that short_channel_ids look real.</summary>
    public const uint FirstHeight = 800_000;

    /// <summary>Chain fee of a force-close, paid by the channel's opener.</summary>
    public Msat CommitmentFee { get; init; } = Msat.FromSatoshis(5_000);

    /// <summary>Chain fee of each HTLC that is decided on chain, paid by who gets its money.</summary>
    public Msat HtlcFee { get; init; } = Msat.FromSatoshis(2_000);

    /// <summary>Blocks before its expiry at which a node that has the preimage and cannot tell its peer goes on chain (lnd: 10).</summary>
    public uint ClaimDelta { get; init; } = 10;

    /// <summary>Blocks from now that an expiry may lie ahead (BOLT 4: max_htlc_cltv).</summary>
    public uint MaxHtlcCltv { get; init; } = 2016;
}
