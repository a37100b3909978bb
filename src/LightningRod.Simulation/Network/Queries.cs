using LightningRod.Ports.Channels;
using LightningRod.Simulation.Protocol;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Network;

/// <summary>What can be asked without changing anything.</summary>
internal sealed class Queries(NetworkState state, Func<int> forceCloses)
{
    internal object? Answer(Request request) => request switch
    {
        FindHtlc find => Find(find.Key),
        ListChannels list => Node(list.Node).Channels.Select(channel => Row(Node(list.Node), channel)).ToList(),
        ListOutgoing list => Outgoing(Node(list.Node)),
        ListHtlcs list => Htlcs(list),
        SignMessage sign => new SignatureReply(MessageSignature.Sign(Key(Node(sign.Node)), sign.Message).ToString()),
        GetNode get => Reply(Node(get.Node)),
        GetStatus => Status(),
        _ => null,
    };

    internal static NodeReply Reply(SimNode node) =>
        new(node.Name, node.Id, node.Kind, node.IsOnline, node.Policy, node.Behaviour, node.OnChain, node.Lost);

    private SimNode Node(string name) => state.Nodes.GetValueOrDefault(name) ?? throw new SimulationException($"There is no node {name}.");

    private static PrivateKey Key(SimNode node) => node.Key ?? throw new SimulationException($"{node.Name} keeps its key to itself.");

    private HtlcHistory Find(HtlcKey key)
    {
        var node = Node(key.Node);
        if (Interception.Find(node, key) is not { } htlc) return new(HtlcState.NeverSeen);
        var knows = node.Behaviour.Settles == SettleReporting.AtOnce || htlc.IsGone || htlc.Downstream is null;
        return htlc.End switch
        {
            null => new(htlc.Downstream is null ? HtlcState.NotForwarded : HtlcState.Forwarded),
            _ when !knows => new(HtlcState.OutgoingResolved),
            HtlcEnd.Settled settled => new(HtlcState.Settled, settled.Preimage),
            _ => new(HtlcState.Failed),
        };
    }

    private static NodeChannel Row(SimNode node, SimChannel channel)
    {
        var (own, other) = (channel.EndOf(node), 1 - channel.EndOf(node));
        return new NodeChannel
        {
            Channel = channel.Id,
            Peer = channel.Ends[other].Id,
            ShortChannelId = channel.Scid,
            Aliases = [.. channel.Aliases],
            IsActive = channel.IsActive,
            IsOnChain = channel.IsOnChain,
            IsAnnounced = channel.IsAnnounced,
            Capacity = channel.Capacity,
            LocalBalance = channel.Balances[own],
            RemoteBalance = channel.Balances[other],
            IncomingSlots = channel.Slots,
            IncomingSlotsTaken = channel.Taken(other),
            MaxIncomingInFlight = channel.MaxInFlight,
            IncomingInFlight = channel.InFlight(other),
        };
    }

    private static List<OutgoingHtlc> Outgoing(SimNode node) =>
    [
        .. from channel in node.Channels
           from htlc in channel.Pending.Values
           where htlc.Sender == node
           select new OutgoingHtlc(channel.Id, htlc.Id, htlc.Hash, htlc.Amount, htlc.Expiry),
    ];

    private List<HtlcRow> Htlcs(ListHtlcs list) =>
    [
        .. from channel in list.Node is { } name ? Node(name).Channels : state.Channels.Values.AsEnumerable()
           from htlc in channel.Pending.Values.Concat(channel.Gone.Values)
           where list.Hash is not { } hash || htlc.Hash == hash
           select new HtlcRow(
               channel.Id, htlc.Id, htlc.Sender.Name, htlc.Receiver.Name, htlc.Hash, htlc.Amount, htlc.Expiry, htlc.Reference,
               htlc.End, !htlc.IsGone, htlc.Stage.ToString()),
    ];

    private StatusReply Status()
    {
        var open = state.Channels.Values.Where(channel => !channel.IsOnChain).ToList();
        return new StatusReply(
            state.Height,
            Sum(open.Select(channel => channel.Capacity)),
            Sum(state.Channels.Values.SelectMany(channel => channel.Pending.Values).Select(htlc => htlc.Amount)),
            Sum(state.Nodes.Values.Select(node => node.OnChain)),
            state.ChainFees,
            forceCloses(),
            Sum(state.Nodes.Values.Select(node => node.Lost)));
    }

    private static Msat Sum(IEnumerable<Msat> amounts) => amounts.Aggregate(Msat.Zero, (sum, amount) => sum + amount);
}
