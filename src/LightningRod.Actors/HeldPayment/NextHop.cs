using LightningRod.Wire.Primitives;

namespace LightningRod.Actors.HeldPayment;

/// <summary>Where an HTLC goes when it is let go.</summary>
/// <param name="Peer">The next node; null when the channel node does not know it.</param>
/// <param name="Channel">channel_id of the outgoing channel; null when there is none yet.</param>
/// <param name="IsClient">Whether the next node is a client of this LSP, so that it can be woken.</param>
public readonly record struct NextHop(NodeId? Peer, ChannelId? Channel, bool IsClient);
