using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Network;

/// <summary>Something that happened, for timelines and checkers.</summary>
/// <param name="Height">The height at which.</param>
/// <param name="Step">What, as in <c>htlc_added</c>, <c>htlc_offered</c>, <c>htlc_settled</c>, <c>force_closed</c>.</param>
/// <param name="Who">The node that did it.</param>
/// <param name="Channel">The channel, if one is concerned.</param>
/// <param name="HtlcId">The HTLC, if one is concerned.</param>
/// <param name="Hash">Its payment hash.</param>
/// <param name="Amount">Its amount.</param>
/// <param name="Peer">The other end of the channel.</param>
/// <param name="Detail">More, for people.</param>
public sealed record SimulationStep(
    BlockHeight Height, string Step, string Who, ChannelId? Channel, ulong? HtlcId, PaymentHash? Hash, Msat? Amount, string? Peer, string? Detail);
