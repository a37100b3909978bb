using LightningRod.Simulation.Protocol;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Network;

/// <summary>Nodes and channels: making and finding them.</summary>
internal sealed class Topology(NetworkState state, Links links)
{
    internal object? Execute(Request request) => request switch
    {
        AddNode add => Add(add),
        OpenChannel open => Open(open),
        ConfirmChannel confirm => Confirm(confirm.Channel),
        _ => null,
    };

    internal SimNode Node(string name) => state.Nodes.GetValueOrDefault(name) ?? throw new SimulationException($"There is no node {name}.");

    internal static SimChannel Channel(SimNode node, ChannelId id) =>
        node.Channels.FirstOrDefault(channel => channel.Id == id) ?? throw new SimulationException($"{node.Name} has no channel {id}.");

    internal static SimChannel OpenChannel(SimNode node, ChannelId id) =>
        Channel(node, id) is { IsOnChain: false } channel ? channel : throw new SimulationException($"Channel {id} is on chain.");

    private NodeReply Add(AddNode add)
    {
        if (state.Nodes.TryGetValue(add.Name, out var same))
        {
            return same.Kind == add.Kind && (add.NodeId ?? same.Id) == same.Id
                ? Queries.Reply(same)
                : throw new SimulationException($"There is another node {add.Name}.");
        }

        if (add.NodeId is not null && add.Kind != NodeKind.Wallet) throw new SimulationException("Only a wallet can keep its key to itself.");
        PrivateKey? key = null;
        if (add.NodeId is null && !PrivateKey.TryCreate(state.Derive($"node {add.Name}").Span, out key))
            throw new SimulationException("Another name, please.");
        var node = new SimNode
        {
            Name = add.Name,
            Id = add.NodeId ?? new NodeId(key!.PublicKey),
            Key = key,
            Kind = add.Kind,
            Behaviour = add.Behaviour ?? NodeBehaviour.Of(add.Kind),
            Policy = add.Policy,
            IsOnline = add.Online,
        };
        if (state.Nodes.Values.Any(other => other.Id == node.Id)) throw new SimulationException($"There is another node with the id {node.Id}.");
        state.Nodes.Add(node.Name, node);
        return Queries.Reply(node);
    }

    private ChannelReply Open(OpenChannel open)
    {
        var id = new ChannelId(state.Derive($"channel {open.Name}"));
        if (state.Channels.TryGetValue(id, out var same)) return Reply(same);
        var (opener, accepter) = (Node(open.Opener), Node(open.Accepter));
        if (opener == accepter || open.Pushed > open.Capacity || open.Capacity > Msat.Max || open.Slots is < 1 or > 483)
            throw new SimulationException("A channel has two ends, at most 483 slots, and no more pushed than is in it.");
        var channel = new SimChannel
        {
            Id = id,
            Ends = [opener, accepter],
            Capacity = open.Capacity,
            Balances = [open.Capacity - open.Pushed, open.Pushed],
            Slots = open.Slots,
            MaxInFlight = open.MaxInFlight ?? open.Capacity,
            IsAnnounced = open.Announced,
        };
        // Aliases look like numbers of blocks that never were (BOLT 2, alias).
        for (var end = 0; end < 2; end++) channel.Aliases.Add(new ShortChannelId(16_000_000, (uint)state.Channels.Count, (ushort)end));
        state.Channels.Add(id, channel);
        opener.Channels.Add(channel);
        accepter.Channels.Add(channel);
        if (open.Confirmed) channel.Scid = new ShortChannelId(state.Height.Value, (uint)state.Channels.Count, 0);
        state.Log("channel_opened", opener, null, $"{id} with {accepter.Name}, {open.Capacity}");
        links.Update(channel);
        return Reply(channel);
    }

    private ChannelReply Confirm(ChannelId id)
    {
        var channel = state.Channels.GetValueOrDefault(id) ?? throw new SimulationException($"There is no channel {id}.");
        // The number before a splice goes on as an alias, so that onions made before still find their way.
        if (channel.Scid is { } old) channel.Aliases.Add(old);
        channel.Scid = new ShortChannelId(state.Height.Value, (uint)state.Channels.Count + (uint)channel.Aliases.Count, 1);
        return Reply(channel);
    }

    private static ChannelReply Reply(SimChannel channel) => new(channel.Id, channel.Scid, [.. channel.Aliases]);
}
