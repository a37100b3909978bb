using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Wallet;

/// <summary>A channel over which payments come to this wallet, for the hints and paths of invoices.</summary>
/// <param name="Peer">The channel node at its other end.</param>
/// <param name="Channel">Its alias, or short channel id.</param>
/// <param name="Terms">What the peer asks for forwarding over it.</param>
/// <param name="Minimum">Smallest HTLC.</param>
/// <param name="Maximum">Largest HTLC.</param>
public sealed record InboundChannel(NodeId Peer, ShortChannelId Channel, PaymentRelay Terms, Msat Minimum, Msat Maximum);
