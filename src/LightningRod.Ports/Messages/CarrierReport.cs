using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Ports.Messages;

/// <summary>Something that came in over a carrier.</summary>
public abstract record CarrierReport;

/// <summary>An onion message as a peer sent it, not opened.</summary>
/// <param name="From">The peer that sent it: who passed it on, not who made it.</param>
/// <param name="Session">The connection; null when the carrier does not know it.</param>
/// <param name="Message">Path key and packet.</param>
public sealed record OnionMessageReceived(NodeId From, SessionId? Session, OnionMessage Message) : CarrierReport
{
    /// <summary>
    /// Called by the reader, once, when it has done with the message: kept durably, passed on, or refused. A carrier that can holds its peer's
    /// acknowledgement (the <c>pong</c> to a later <c>ping</c>) back until then, so that a wallet that saw it may go offline.
    /// </summary>
    public Action Taken { get; init; } = static () => { };
}

/// <summary>
/// A message that the node opened and could not pass on, because the next node is not connected, or not a real one (virtual hop). Lost when nobody
/// reads: the node does not keep it.
/// </summary>
/// <param name="From">The peer that sent it.</param>
/// <param name="Incoming">As it came: for <see cref="IMessageCarrier.InjectAsync"/> when the next node is back.</param>
/// <param name="Outgoing">Peeled and ready for the next node; null when the node does not tell it.</param>
/// <param name="NextNode">The next node; null when only <paramref name="NextChannel"/> is told, or nothing.</param>
/// <param name="NextChannel">The channel to the next node, perhaps by an alias.</param>
public sealed record OnionMessageUndeliverable(
    NodeId From, OnionMessage Incoming, OnionMessage? Outgoing, NodeId? NextNode, ShortChannelId? NextChannel) : CarrierReport;

/// <summary>A message that ended at the node behind the carrier, opened by it.</summary>
/// <param name="Payload">Content and reply path; records of even types that the node does not know never come here.</param>
/// <param name="PathId">The path id of the blinded path by which it came, if it had one; a secret.</param>
public sealed record OnionMessageOpened(OnionMessagePayload Payload, ByteString? PathId) : CarrierReport
{
    /// <summary>The type's name alone: the path id belongs in no log.</summary>
    public override string ToString() => nameof(OnionMessageOpened);
}

/// <summary>A message of a type that is not the BOLTs', for example LSPS0.</summary>
/// <param name="From">The peer that sent it.</param>
/// <param name="Session">The connection; null when the carrier does not know it.</param>
/// <param name="Message">Type and payload.</param>
public sealed record CustomMessageReceived(NodeId From, SessionId? Session, PeerMessage Message) : CarrierReport;

/// <summary>A peer is connected and <c>init</c> was exchanged. Told for every such peer when the reading begins.</summary>
/// <param name="Peer">The peer.</param>
/// <param name="Session">The connection.</param>
/// <param name="Features">Features of its <c>init</c>; empty when the carrier does not tell.</param>
public sealed record CarrierPeerConnected(NodeId Peer, SessionId Session, Features Features) : CarrierReport;

/// <summary>A connection ended.</summary>
/// <param name="Peer">The peer.</param>
/// <param name="Session">The connection; the peer may have a newer one.</param>
public sealed record CarrierPeerDisconnected(NodeId Peer, SessionId Session) : CarrierReport;

/// <summary>The node behind the carrier is gone; nothing follows, and no peer is to be taken for connected.</summary>
/// <param name="Reason">Why, for people.</param>
public sealed record CarrierLost(string Reason) : CarrierReport;
