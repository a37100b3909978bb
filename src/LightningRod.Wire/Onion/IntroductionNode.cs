using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Onion;

/// <summary><c>sciddir_or_pubkey</c>: a node by its id, or as one end of a channel (BOLT 1).</summary>
public readonly record struct IntroductionNode
{
    private IntroductionNode(NodeId? nodeId, ShortChannelId channel, byte direction) =>
        (NodeId, Channel, Direction) = (nodeId, channel, direction);

    /// <summary>The node's id, or null when it is told by a channel.</summary>
    public NodeId? NodeId { get; }

    /// <summary>The channel, when <see cref="NodeId"/> is null.</summary>
    public ShortChannelId Channel { get; }

    /// <summary>Which end of the channel: 0 is <c>node_id_1</c> and 1 is <c>node_id_2</c> of its announcement.</summary>
    public byte Direction { get; }

    /// <summary>A node by its id.</summary>
    /// <param name="nodeId">The id.</param>
    public static IntroductionNode Of(NodeId nodeId) => new(nodeId, default, 0);

    /// <summary>A node as one end of a channel.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="direction">0 or 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another direction.</exception>
    public static IntroductionNode Of(ShortChannelId channel, byte direction)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(direction, 1);
        return new(null, channel, direction);
    }

    /// <summary>Reads 9 or 33 bytes.</summary>
    /// <param name="reader">The reader.</param>
    public static IntroductionNode Read(ref WireReader reader)
    {
        var peek = reader;
        if (peek.ReadByte() > 1)
        {
            var key = reader.ReadPublicKey();
            return reader.Failed ? default : Of(new NodeId(key));
        }

        var direction = reader.ReadByte();
        return new(null, reader.ReadShortChannelId(), direction);
    }

    /// <summary>Appends 9 or 33 bytes.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteTo(WireWriter writer)
    {
        if (NodeId is { } id)
            writer.WriteNodeId(id);
        else
            writer.WriteByte(Direction).WriteShortChannelId(Channel);
    }

    /// <summary>The node id, or for example <c>539268x845x1/0</c>.</summary>
    public override string ToString() => NodeId is { } id ? id.ToString() : $"{Channel}/{Direction}";
}
