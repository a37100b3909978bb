using LightningRod.Wire.Primitives;

namespace LightningRod.Ports.Channels;

/// <summary>Where the onion of an HTLC wants it to go: a channel, a node (on a blinded path), or nowhere further.</summary>
public readonly record struct NextHop
{
    private NextHop(ShortChannelId? channel, NodeId? node) => (Channel, Node) = (channel, node);

    /// <summary>The HTLC ends at the channel node.</summary>
    public static NextHop None => default;

    /// <summary>The outgoing channel by a short_channel_id or an alias of it; perhaps of no channel there is.</summary>
    public ShortChannelId? Channel { get; }

    /// <summary>The next node by its id.</summary>
    public NodeId? Node { get; }

    /// <summary>Whether the HTLC ends at the channel node.</summary>
    public bool IsNone => Channel is null && Node is null;

    /// <summary>Over a channel.</summary>
    /// <param name="channel">A short_channel_id or an alias.</param>
    public static NextHop Of(ShortChannelId channel) => new(channel, null);

    /// <summary>To a node.</summary>
    /// <param name="node">Its id.</param>
    public static NextHop Of(NodeId node) => new(null, node);

    /// <summary>The channel, the node, or <c>here</c>.</summary>
    public override string ToString() => Channel?.ToString() ?? Node?.ToString() ?? "here";
}
