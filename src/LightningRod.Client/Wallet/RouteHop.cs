using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Wallet;

/// <summary>A node that forwards an HTLC.</summary>
/// <param name="Node">Who forwards.</param>
/// <param name="Channel">Over which channel, or its alias.</param>
/// <param name="Terms">What it asks for that: fee and blocks.</param>
public sealed record RouteHop(NodeId Node, ShortChannelId Channel, PaymentRelay Terms);
