using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Ports.Channels;

/// <summary>An incoming HTLC that waits for an answer.</summary>
public sealed record HtlcOffer
{
    /// <summary>Its name.</summary>
    public required HtlcKey Key { get; init; }

    /// <summary>What it is locked to.</summary>
    public required PaymentHash PaymentHash { get; init; }

    /// <summary>The peer that offers it: perhaps a client.</summary>
    public required NodeId IncomingPeer { get; init; }

    /// <summary>Amount of the incoming HTLC.</summary>
    public required Msat IncomingAmount { get; init; }

    /// <summary>Amount that the onion wants forwarded; of an HTLC that ends here, what the onion says must arrive.</summary>
    public required Msat OutgoingAmount { get; init; }

    /// <summary>Expiry height of the incoming HTLC.</summary>
    public required BlockHeight IncomingExpiry { get; init; }

    /// <summary>Expiry height that the onion wants for the outgoing HTLC.</summary>
    public required BlockHeight OutgoingExpiry { get; init; }

    /// <summary>Where the onion wants it to go.</summary>
    public required NextHop NextHop { get; init; }

    /// <summary>The peer behind <see cref="NextHop"/>, when it is one of the node's peers: perhaps a client.</summary>
    public NodeId? NextPeer { get; init; }

    /// <summary>Height at which the node fails it unasked; null when it does not, or does not tell.</summary>
    public BlockHeight? AutoFailHeight { get; init; }

    /// <summary>
    /// Whether it may have been offered before, on this stream or an earlier one. False only when the node is sure; lnd never is. What was forwarded
    /// before must not be failed nor held: see <see cref="IChannelNode.FindHtlcAsync"/>.
    /// </summary>
    public required bool MayBeReplay { get; init; }

    /// <summary>
    /// Whether the incoming channel is on chain: no resume and no fail, and a settle only with
    /// <see cref="ChannelNodeCapabilities.SettlesAfterClose"/>.
    /// </summary>
    public bool IsOnChain { get; init; }

    /// <summary>Records of the onion payload for this node, as many as the node shows
    /// (<see cref="ChannelNodeCapabilities.ShowsWholePayload"/>).</summary>
    public TlvStream PayloadRecords { get; init; }

    /// <summary>Records of <c>update_add_htlc</c>, as many as the node shows.</summary>
    public TlvStream HtlcRecords { get; init; }
}
