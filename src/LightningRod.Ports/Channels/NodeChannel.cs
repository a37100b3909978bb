using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Ports.Channels;

/// <summary>A channel of a channel node, as it is now.</summary>
public sealed record NodeChannel
{
    /// <summary>Its name.</summary>
    public required ChannelId Channel { get; init; }

    /// <summary>The other end.</summary>
    public required NodeId Peer { get; init; }

    /// <summary>Its confirmed short_channel_id; null before it is confirmed.</summary>
    public ShortChannelId? ShortChannelId { get; init; }

    /// <summary>Other numbers by which onions may name it, ours and the peer's.</summary>
    public ValueList<ShortChannelId> Aliases { get; init; }

    /// <summary>Whether it can forward now.</summary>
    public required bool IsActive { get; init; }

    /// <summary>Whether it is being closed on chain.</summary>
    public bool IsOnChain { get; init; }

    /// <summary>Whether it is announced by gossip. A client's channel is not.</summary>
    public required bool IsAnnounced { get; init; }

    /// <summary>All that is in it.</summary>
    public required Msat Capacity { get; init; }

    /// <summary>What the node can send at most; zero when the node does not tell.</summary>
    public Msat LocalBalance { get; init; }

    /// <summary>What the peer can send at most; zero when the node does not tell.</summary>
    public Msat RemoteBalance { get; init; }

    /// <summary>HTLCs that the peer may have pending towards the node: max_accepted_htlcs, at most 483.</summary>
    public int IncomingSlots { get; init; }

    /// <summary>How many of them are taken.</summary>
    public int IncomingSlotsTaken { get; init; }

    /// <summary>What the peer may have pending towards the node: max_htlc_value_in_flight_msat.</summary>
    public Msat MaxIncomingInFlight { get; init; }

    /// <summary>How much of that is pending.</summary>
    public Msat IncomingInFlight { get; init; }
}
