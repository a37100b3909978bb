using LightningRod.Ports.Channels;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Network;

/// <summary>Blocks, and what they force.</summary>
/// <remarks>
/// A commitment is confirmed at the height of its force-close; its HTLCs are decided from the next block on: claimed by who has the preimage and is
/// online, timed out above their expiry. A reorg lowers the height; transactions stay, as they would be mined again.
/// </remarks>
internal sealed class Chain(NetworkState state, HtlcEnding ending, Interception interception, Links links)
{
    internal int ForceCloses { get; private set; }

    internal void Mine(uint blocks)
    {
        for (var i = 0; i < blocks; i++)
        {
            state.Height += 1;
            TellHeight();
            foreach (var node in state.Nodes.Values.Where(node => node.Behaviour.Intercepts)) interception.OnBlock(node);
            foreach (var channel in state.Channels.Values)
            {
                if (channel.IsOnChain)
                    Decide(channel);
                else if (Danger(channel) is { } danger)
                    ForceClose(channel, danger.By, danger.Reason);
            }
        }
    }

    internal void Reorg(uint depth)
    {
        state.Height -= depth;
        TellHeight();
    }

    internal void ForceClose(SimChannel channel, SimNode by, string reason)
    {
        var fee = Smaller(state.Settings.CommitmentFee, channel.Balances[0]);
        channel.ClosedAt = state.Height;
        state.Touched.Add(channel);
        state.ChainFees += fee;
        ForceCloses++;
        channel.Ends[0].OnChain += channel.Balances[0] - fee;
        channel.Ends[1].OnChain += channel.Balances[1];
        channel.PaidOut = channel.Balances[0] + channel.Balances[1];
        channel.Balances[0] = channel.Balances[1] = Msat.Zero;
        state.Log("force_closed", by, null, $"{reason}; channel {channel.Id} with {channel.Pending.Count} HTLCs; fee {fee}");
        links.Update(channel);
        foreach (var end in channel.Ends)
        {
            state.Tell(end, new ChannelOnChain(channel.Id, channel.Other(end).Id));
            if (end.IsWallet) state.TellWallet(end, new WalletChannelOnChain(channel.Id));
        }

        foreach (var htlc in channel.Pending.Values) interception.OnChannelOnChain(htlc);
    }

    /// <summary>The node that must close the channel now, and why.</summary>
    private (SimNode By, string Reason)? Danger(SimChannel channel)
    {
        foreach (var htlc in channel.Pending.Values)
        {
            if (htlc.Sender.IsOnline && state.Height > htlc.Expiry) return (htlc.Sender, $"HTLC {htlc.Id} expired at {htlc.Expiry}");
            if (htlc.Receiver.IsOnline && htlc.End is HtlcEnd.Settled && state.Height + state.Settings.ClaimDelta >= htlc.Expiry)
                return (htlc.Receiver, $"HTLC {htlc.Id} expires at {htlc.Expiry}, and its sender does not take the preimage");
        }

        return null;
    }

    private void Decide(SimChannel channel)
    {
        foreach (var htlc in channel.Pending.Values.ToList())
        {
            if (htlc.IsGone) continue;
            if (htlc.End is HtlcEnd.Settled && htlc.Receiver.IsOnline)
            {
                PayOut(htlc, htlc.Receiver);
            }
            else if (state.Height > htlc.Expiry && htlc.Sender.IsOnline)
            {
                if (htlc.End is HtlcEnd.Settled)
                {
                    htlc.Receiver.Lost += htlc.Downstream?.Amount ?? Msat.Zero;
                    htlc.WasTold = false;
                }
                htlc.End = new HtlcEnd.TimedOut();
                PayOut(htlc, htlc.Sender);
            }
        }
    }

    private void PayOut(SimHtlc htlc, SimNode winner)
    {
        var fee = Smaller(state.Settings.HtlcFee, htlc.Amount);
        htlc.Channel.PaidOut += htlc.Amount;
        winner.OnChain += htlc.Amount - fee;
        state.ChainFees += fee;
        ending.Remove(htlc);
    }

    private void TellHeight()
    {
        foreach (var node in state.Nodes.Values)
        {
            if (node.IsWallet && node.IsOnline) state.TellWallet(node, new WalletHeightChanged(state.Height));
            state.Tell(node, new HeightChanged(state.Height));
        }
    }

    private static Msat Smaller(Msat left, Msat right) => left < right ? left : right;
}
