using LightningRod.Ports.Channels;

namespace LightningRod.Simulation.Network;

/// <summary>Who is connected with whom, and what waits for that.</summary>
internal sealed class Links(NetworkState state, HtlcEnding ending)
{
    internal void SetOnline(SimNode node, bool online)
    {
        if (node.IsOnline == online) return;
        var before = node.Peers.Where(node.IsConnectedTo).ToHashSet();
        node.IsOnline = online;
        state.Log(online ? "online" : "offline", node);
        foreach (var peer in node.Peers) Changed(node, peer, before.Contains(peer));
        if (online && node.IsWallet) Greet(node);
    }

    internal void SetLink(SimNode first, SimNode second, bool connected)
    {
        var before = first.IsConnectedTo(second);
        if (connected)
            _ = first.CutFrom.Remove(second) | second.CutFrom.Remove(first);
        else
            _ = first.CutFrom.Add(second) | second.CutFrom.Add(first);
        Changed(first, second, before);
    }

    /// <summary>Tells a wallet what waits for it.</summary>
    internal void Greet(SimNode wallet)
    {
        state.TellWallet(wallet, new WalletHeightChanged(state.Height));
        foreach (var channel in wallet.Channels)
        {
            if (channel.IsOnChain) state.TellWallet(wallet, new WalletChannelOnChain(channel.Id));
            foreach (var htlc in channel.Pending.Values.Where(htlc => htlc.Receiver == wallet && htlc.End is null)) TellArrival(htlc);
        }
    }

    internal void TellArrival(SimHtlc htlc) => state.TellWallet(htlc.Receiver, new HtlcArrived
    {
        Channel = htlc.Channel.Id,
        HtlcId = htlc.Id,
        Hash = htlc.Hash,
        Amount = htlc.Amount,
        Expiry = htlc.Expiry,
        Onion = htlc.Onion,
        PathKey = htlc.PathKey,
        Records = htlc.Records,
        Payload = htlc.Layer is { } layer ? Wire.Encodings.ByteString.Own(layer.Payload.ToArray()) : null,
    });

    /// <summary>Tells both ends whether a channel can forward, if that changed.</summary>
    internal void Update(SimChannel channel)
    {
        var active = channel.IsActive;
        if (channel.WasActive == active) return;
        channel.WasActive = active;
        foreach (var end in channel.Ends)
        {
            var peer = channel.Other(end).Id;
            state.Tell(end, active ? new ChannelActive(channel.Id, peer) : new ChannelInactive(channel.Id, peer));
        }
    }

    private void Changed(SimNode first, SimNode second, bool before)
    {
        var after = first.IsConnectedTo(second);
        if (before == after) return;
        state.Tell(first, after ? new PeerConnected(second.Id) : new PeerDisconnected(second.Id));
        state.Tell(second, after ? new PeerConnected(first.Id) : new PeerDisconnected(first.Id));
        foreach (var channel in first.Channels.Where(channel => channel.Other(first) == second))
        {
            Update(channel);
            if (!after) continue;
            foreach (var htlc in channel.Pending.Values.ToList()) ending.Deliver(htlc);
        }
    }
}
