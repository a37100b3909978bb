using System.Collections.Concurrent;
using LightningRod.Flows.Clients;
using LightningRod.Ports.Channels;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Htlcs;

/// <summary>A node's channels: by their lists what they are, by the reports of the stream whether they are active.</summary>
/// <remarks>Thread-safe; only <see cref="ListAsync"/> asks the node.</remarks>
internal sealed class NodeChannels(IChannelNode node, ClientDirectory directory) : IDisposable
{
    private readonly SemaphoreSlim _listing = new(1, 1);
    private readonly ConcurrentDictionary<ChannelId, NodeId> _peers = new();
    private readonly ConcurrentDictionary<ChannelId, NodeId> _active = new();
    private readonly ConcurrentDictionary<ChannelId, bool> _onChain = new();
    private volatile Listed _listed = new([]);

    public void Dispose() => _listing.Dispose();

    /// <summary>Reads the list, and tells the directory.</summary>
    /// <exception cref="ChannelNodeUnavailableException">The node cannot be reached.</exception>
    internal async Task ListAsync(CancellationToken cancel)
    {
        await _listing.WaitAsync(cancel);
        try
        {
            var channels = await node.ListChannelsAsync(cancel);
            _listed = new(channels);
            foreach (var channel in channels)
            {
                _peers[channel.Channel] = channel.Peer;
                if (channel.IsOnChain) _onChain[channel.Channel] = true;
            }

            directory.NoteChannels(node.Identity.Name, channels);
        }
        finally
        {
            _listing.Release();
        }
    }

    /// <summary>A channel as it was listed last; null when it was not.</summary>
    internal NodeChannel? Find(ChannelId channel) => _listed.ById.GetValueOrDefault(channel);

    /// <summary>A channel, listed anew when it is not known.</summary>
    /// <exception cref="ChannelNodeUnavailableException">The node cannot be reached.</exception>
    internal async Task<NodeChannel?> FindAsync(ChannelId channel, CancellationToken cancel)
    {
        if (Find(channel) is { } known) return known;
        await ListAsync(cancel);
        return Find(channel);
    }

    /// <summary>The other end of a channel, also of one that is closed by now.</summary>
    internal NodeId? PeerOf(ChannelId channel) => _peers.TryGetValue(channel, out var peer) ? peer : null;

    internal void SetActive(ChannelId channel, NodeId peer)
    {
        _peers[channel] = peer;
        _active[channel] = peer;
    }

    internal void SetInactive(ChannelId channel) => _active.TryRemove(channel, out _);

    internal void SetOnChain(ChannelId channel, NodeId peer)
    {
        _peers[channel] = peer;
        _onChain[channel] = true;
        SetInactive(channel);
    }

    /// <summary>The stream is over: nothing is known to be active.</summary>
    internal void Forget() => _active.Clear();

    internal bool IsActive(ChannelId channel) => _active.ContainsKey(channel);

    internal bool IsOnChain(ChannelId channel) => _onChain.ContainsKey(channel);

    /// <summary>The channel that an offer would go over, as far as the node knows one.</summary>
    internal ChannelId? Next(HtlcOffer offer)
    {
        var listed = _listed;
        if (offer.NextHop.Channel is { } scid && listed.ByScid.TryGetValue(scid, out var named)) return named.Channel;
        if ((offer.NextHop.Node ?? offer.NextPeer) is not { } peer) return null;
        var channels = listed.ById.Values.Where(channel => channel.Peer == peer && !channel.IsOnChain).ToList();
        return (channels.Find(channel => IsActive(channel.Channel)) ?? channels.FirstOrDefault())?.Channel;
    }

    /// <summary>Whether an HTLC can go on: its next channel is active, or it goes over none.</summary>
    internal bool CanGo(HtlcOffer offer, ChannelId? next) => offer.NextHop.IsNone || (next is { } channel && IsActive(channel));

    private sealed class Listed
    {
        internal Listed(IReadOnlyList<NodeChannel> channels)
        {
            foreach (var channel in channels)
            {
                ById[channel.Channel] = channel;
                if (channel.ShortChannelId is { } scid) ByScid[scid] = channel;
                foreach (var alias in channel.Aliases) ByScid.TryAdd(alias, channel);
            }
        }

        internal Dictionary<ChannelId, NodeChannel> ById { get; } = [];

        internal Dictionary<ShortChannelId, NodeChannel> ByScid { get; } = [];
    }
}
