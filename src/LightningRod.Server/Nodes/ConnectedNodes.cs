using System.Collections.Concurrent;
using LightningRod.Ports.Channels;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Server.Nodes;

/// <summary>The channel nodes that were connected with since the start, by name.</summary>
internal sealed class ConnectedNodes
{
    private readonly ConcurrentDictionary<string, NodeId> _nodes = new(StringComparer.Ordinal);

    /// <summary>Their node ids, in the order of their names.</summary>
    internal ValueList<NodeId> Ids => [.. _nodes.OrderBy(static node => node.Key, StringComparer.Ordinal).Select(static node => node.Value)];

    internal void Add(ChannelNodeIdentity identity) => _nodes[identity.Name] = identity.NodeId;
}
