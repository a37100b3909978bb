using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Network;

/// <summary>A node of the network.</summary>
internal sealed class SimNode
{
    internal required string Name { get; init; }

    internal required NodeId Id { get; init; }

    /// <summary>Null for a wallet that keeps its key to itself.</summary>
    internal required PrivateKey? Key { get; init; }

    internal required NodeKind Kind { get; init; }

    internal required NodeBehaviour Behaviour { get; init; }

    internal required NodePolicy Policy { get; init; }

    internal bool IsOnline { get; set; } = true;

    /// <summary>Peers that it is not connected with although both are online.</summary>
    internal HashSet<SimNode> CutFrom { get; } = [];

    internal List<SimChannel> Channels { get; } = [];

    /// <summary>The open interceptor stream.</summary>
    internal long? Stream { get; set; }

    internal ulong HighestEpoch { get; set; }

    internal Msat OnChain { get; set; }

    /// <summary>What the node paid out downstream and could not claim upstream.</summary>
    internal Msat Lost { get; set; }

    internal bool IsWallet => Kind == NodeKind.Wallet;

    internal bool IsConnectedTo(SimNode other) => IsOnline && other.IsOnline && !CutFrom.Contains(other);

    internal IEnumerable<SimNode> Peers => Channels.Select(channel => channel.Other(this)).Distinct();

    /// <summary>The channel behind a short_channel_id or an alias.</summary>
    internal SimChannel? FindChannel(ShortChannelId scid) =>
        Channels.FirstOrDefault(channel => channel.Scid == scid) ?? Channels.FirstOrDefault(channel => channel.Aliases.Contains(scid));
}
