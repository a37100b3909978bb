using LightningRod.Wire.Primitives;

namespace LightningRod.Ports.Channels;

/// <summary>Something that a channel node told on its stream.</summary>
public abstract record NodeReport;

/// <summary>An HTLC waits for an answer: for the first time, or again.</summary>
/// <param name="Offer">The HTLC.</param>
public sealed record HtlcOffered(HtlcOffer Offer) : NodeReport;

/// <summary>A resumed HTLC went on to the next peer.</summary>
/// <param name="Key">The incoming HTLC.</param>
/// <param name="OutgoingChannel">The channel that it left by.</param>
/// <param name="OutgoingHtlcId">The outgoing HTLC's id in that channel.</param>
public sealed record HtlcForwarded(HtlcKey Key, ChannelId OutgoingChannel, ulong OutgoingHtlcId) : NodeReport;

/// <summary>
/// The outgoing HTLC is gone and the incoming one is still there: the payee settled or failed, and the payer must come for the result. Says nothing
/// about success.
/// </summary>
/// <param name="Key">The incoming HTLC.</param>
public sealed record OutgoingResolved(HtlcKey Key) : NodeReport;

/// <summary>The HTLC was settled; when that is told, see <see cref="ChannelNodeCapabilities.Settles"/>.</summary>
/// <param name="Key">The incoming HTLC.</param>
/// <param name="Preimage">The preimage, when the node tells it.</param>
public sealed record HtlcSettled(HtlcKey Key, PaymentPreimage? Preimage) : NodeReport;

/// <summary>The HTLC failed, here or further on.</summary>
/// <param name="Key">The incoming HTLC.</param>
/// <param name="Reason">Why, as far as the node tells.</param>
public sealed record HtlcFailed(HtlcKey Key, HtlcFailureReason Reason) : NodeReport;

/// <summary>A channel can forward: connected, reestablished, not closing. Told for every such channel when a stream opens.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Peer">Its other end.</param>
public sealed record ChannelActive(ChannelId Channel, NodeId Peer) : NodeReport;

/// <summary>A channel cannot forward now.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Peer">Its other end.</param>
public sealed record ChannelInactive(ChannelId Channel, NodeId Peer) : NodeReport;

/// <summary>A channel is closed on chain: its HTLCs are decided there. Nothing of it is ever released again, and no offer of it answered.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Peer">Its other end.</param>
public sealed record ChannelOnChain(ChannelId Channel, NodeId Peer) : NodeReport;

/// <summary>A peer is connected; its channels are perhaps not active yet. Told for every such peer when a stream opens.</summary>
/// <param name="Peer">The peer.</param>
public sealed record PeerConnected(NodeId Peer) : NodeReport;

/// <summary>A peer is no longer connected.</summary>
/// <param name="Peer">The peer.</param>
public sealed record PeerDisconnected(NodeId Peer) : NodeReport;

/// <summary>The height of the node's best chain. Told first when a stream opens, then with every change; it falls in a reorg.</summary>
/// <param name="Height">The height.</param>
public sealed record HeightChanged(BlockHeight Height) : NodeReport;

/// <summary>The stream ended; nothing follows. What was unanswered is as <see cref="ChannelNodeCapabilities.OnStreamLoss"/> says.</summary>
/// <param name="Reason">Why, for people.</param>
public sealed record StreamLost(string Reason) : NodeReport;
