using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Network;

/// <summary>What must be so after every command.</summary>
internal static class Invariants
{
    /// <summary>Checks the channels that were touched.</summary>
    /// <exception cref="InvalidOperationException">The simulation is wrong; nothing that it says can be trusted any more.</exception>
    internal static void CheckTouched(NetworkState state)
    {
        foreach (var channel in state.Touched) Check(channel);
        state.Touched.Clear();
    }

    /// <summary>Checks everything.</summary>
    internal static void CheckAll(NetworkState state)
    {
        foreach (var channel in state.Channels.Values) Check(channel);
        var funded = Sum(state.Channels.Values.Select(channel => channel.Capacity));
        var inChannels = Sum(state.Channels.Values.Select(channel => channel.Capacity - channel.PaidOut));
        var onChain = Sum(state.Nodes.Values.Select(node => node.OnChain));
        Require(funded == inChannels + onChain + state.ChainFees, "money was made or lost");
        foreach (var htlc in state.Channels.Values.SelectMany(channel => channel.Gone.Values)) CheckForward(htlc);
    }

    private static void Check(SimChannel channel)
    {
        var held = Sum(channel.Pending.Values.Select(htlc => htlc.Amount));
        Require(channel.Balances[0] + channel.Balances[1] + held + channel.PaidOut == channel.Capacity, $"channel {channel.Id} does not add up");
        for (var from = 0; from < 2; from++)
        {
            Require(channel.Taken(from) <= channel.Slots, $"channel {channel.Id} has more HTLCs than slots");
            Require(channel.InFlight(from) <= channel.MaxInFlight, $"channel {channel.Id} has more in flight than allowed");
        }

        Require(channel.Pending.Values.All(htlc => !htlc.IsGone), $"channel {channel.Id} lists what is gone");
    }

    private static void CheckForward(SimHtlc htlc)
    {
        Require(htlc.End is not null, $"HTLC {htlc.Key} is gone without an end");
        Require(htlc.End is not HtlcEnd.Settled settled || htlc.IsPreimage(settled.Preimage), $"HTLC {htlc.Key} was settled with a wrong preimage");
        if (htlc.Downstream is not { } downstream) return;
        Require(downstream.Amount <= htlc.Amount, $"HTLC {htlc.Key} was forwarded with more than came in");
        if (htlc.End is HtlcEnd.Settled) Require(downstream.End is HtlcEnd.Settled, $"HTLC {htlc.Key} was settled and not so downstream");
        if (htlc.End is HtlcEnd.Failed or HtlcEnd.Malformed)
            Require(downstream.IsGone && downstream.End is not HtlcEnd.Settled, $"HTLC {htlc.Key} was failed and not so downstream");
    }

    private static Msat Sum(IEnumerable<Msat> amounts) => amounts.Aggregate(Msat.Zero, (sum, amount) => sum + amount);

    private static void Require(bool holds, string otherwise)
    {
        if (!holds) throw new InvalidOperationException($"The simulation broke its invariants: {otherwise}.");
    }
}
