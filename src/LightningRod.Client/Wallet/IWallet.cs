using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Wallet;

/// <summary>What the wallet's own Lightning software does for <see cref="RodClient"/>: it has the channels, and knows the ways.</summary>
/// <remarks>
/// <para>Thread-safe. A call that fails throws; it is made again later, so each of them must bear being repeated.</para>
/// <para>
/// Secrets: onions and preimages are handed over here and nowhere else. What is in a channel counts, not what this library remembers: after a
/// start it asks for every part again.
/// </para>
/// </remarks>
public interface IWallet
{
    /// <summary>The height of the best block that the wallet knows.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<BlockHeight> GetHeightAsync(CancellationToken cancellationToken);

    /// <summary>Whether an HTLC could arrive right now: a channel is active.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<bool> CanReceiveAsync(CancellationToken cancellationToken);

    /// <summary>The channels over which payments can come in, for invoices; the preferred one first.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<IReadOnlyList<InboundChannel>> GetInboundAsync(CancellationToken cancellationToken);

    /// <summary>A way for an HTLC from this wallet to a node, over one of the wallet's own channels.</summary>
    /// <param name="destination">Where it ends.</param>
    /// <param name="amount">What must arrive there.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The forwarding nodes, the wallet's peer first; empty when the destination is the peer itself; null when there is no way.</returns>
    ValueTask<IReadOnlyList<RouteHop>?> FindRouteAsync(NodeId destination, Msat amount, CancellationToken cancellationToken);

    /// <summary>Where a node can be dialled, as gossip or the wallet's settings know it; empty when they do not.</summary>
    /// <param name="node">The node.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<IReadOnlyList<NetworkAddress>> FindAddressesAsync(NodeId node, CancellationToken cancellationToken);

    /// <summary>Offers an HTLC to a peer and waits until it is irrevocably committed on both sides.</summary>
    /// <remarks>
    /// Idempotent by <see cref="PartToSend.Reference"/>, also after the process was killed: a second call for the same reference never makes a
    /// second HTLC.
    /// </remarks>
    /// <param name="part">The HTLC.</param>
    /// <param name="cancellationToken">Ends the waiting; the HTLC may be on its way.</param>
    ValueTask<SendPartOutcome> SendPartAsync(PartToSend part, CancellationToken cancellationToken);

    /// <summary>What became of a part.</summary>
    /// <param name="reference">The reference with which it was sent.</param>
    /// <param name="hash">Its payment hash.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<PartStatus> FindPartAsync(string reference, PaymentHash hash, CancellationToken cancellationToken);

    /// <summary>Claims an HTLC that arrived; one that is over already changes nothing.</summary>
    /// <param name="htlc">The HTLC.</param>
    /// <param name="preimage">The preimage of its payment hash.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask ClaimAsync(HtlcName htlc, PaymentPreimage preimage, CancellationToken cancellationToken);

    /// <summary>Fails an HTLC that arrived; one that is over already changes nothing.</summary>
    /// <param name="htlc">The HTLC.</param>
    /// <param name="failure">Why, and the packet for the payer.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask FailAsync(HtlcName htlc, PartFailure failure, CancellationToken cancellationToken);

    /// <summary>First every HTLC that arrived and is not over, then what happens. The wallet is read as long as the client runs.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<WalletEvent> WatchAsync(CancellationToken cancellationToken);
}
