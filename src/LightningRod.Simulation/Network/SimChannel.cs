using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Network;

/// <summary>A channel: two ends with a balance each, and the HTLCs between them.</summary>
internal sealed class SimChannel
{
    internal required ChannelId Id { get; init; }

    internal required SimNode[] Ends { get; init; }

    internal required Msat Capacity { get; init; }

    internal required Msat[] Balances { get; init; }

    /// <summary>Most HTLCs that each end accepts (max_accepted_htlcs).</summary>
    internal required int Slots { get; init; }

    /// <summary>Most that each end accepts to be pending (max_htlc_value_in_flight_msat).</summary>
    internal required Msat MaxInFlight { get; init; }

    internal required bool IsAnnounced { get; init; }

    internal ShortChannelId? Scid { get; set; }

    internal List<ShortChannelId> Aliases { get; } = [];

    /// <summary>Next HTLC id of each end.</summary>
    internal ulong[] NextId { get; } = new ulong[2];

    /// <summary>HTLCs that are not gone, by sending end and id.</summary>
    internal SortedDictionary<(int From, ulong Id), SimHtlc> Pending { get; } = [];

    /// <summary>HTLCs that are gone.</summary>
    internal Dictionary<(int From, ulong Id), SimHtlc> Gone { get; } = [];

    /// <summary>Height at which the commitment was confirmed; null while the channel is open.</summary>
    internal BlockHeight? ClosedAt { get; set; }

    internal bool IsOnChain => ClosedAt is not null;

    /// <summary>Whether HTLCs can be added and removed now.</summary>
    internal bool IsActive => !IsOnChain && Ends[0].IsConnectedTo(Ends[1]);

    /// <summary>What left the channel on chain, fees included.</summary>
    internal Msat PaidOut { get; set; }

    internal bool WasActive { get; set; }

    internal int EndOf(SimNode node) => Ends[0] == node ? 0 : 1;

    internal SimNode Other(SimNode node) => Ends[1 - EndOf(node)];

    internal SimHtlc? Find(int from, ulong id) => Pending.GetValueOrDefault((from, id)) ?? Gone.GetValueOrDefault((from, id));

    internal int Taken(int from) => Pending.Keys.Count(key => key.From == from);

    internal Msat InFlight(int from) => Pending.Values.Where(htlc => htlc.From == from).Aggregate(Msat.Zero, (sum, htlc) => sum + htlc.Amount);

    /// <summary>Why the end cannot offer another HTLC of this amount; null when it can.</summary>
    internal string? Obstacle(int from, Msat amount) =>
        IsOnChain ? "the channel is on chain"
        : amount == Msat.Zero ? "an amount of zero"
        : Balances[from] < amount ? "not enough balance"
        : Taken(from) >= Slots ? "no free slot"
        : InFlight(from) + amount > MaxInFlight ? "too much in flight"
        : null;
}
