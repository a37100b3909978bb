using LightningRod.Wire.Messages;

namespace LightningRod.Peering;

/// <summary>What the owner of a <see cref="PeerNode"/> does with its sessions.</summary>
/// <remarks>
/// <para>
/// Order: for one session the calls come one at a time, in the order of the wire: <see cref="OnOpenedAsync"/>, any number of
/// <see cref="OnMessageAsync"/> and <see cref="OnPingAsync"/>, <see cref="OnClosedAsync"/>. Calls for different sessions run side by side,
/// also for two sessions of one node: when a newer session replaces an older one, the older gets no more messages from then on, but its
/// last call may still be running, and its <see cref="OnClosedAsync"/> may come after the newer's <see cref="OnOpenedAsync"/>. Compare
/// <see cref="PeerSession.Id"/>.
/// </para>
/// <para>
/// Back-pressure: nothing more is read from the peer until the returned task is done. While it runs, the peer's pings are not answered,
/// so a call should be much shorter than a ping interval. This side does not take the peer for dead meanwhile.
/// </para>
/// <para>
/// Failure: an exception is logged and closes the session with <see cref="CloseCode.HandlerFailed"/>; <see cref="OnClosedAsync"/> is still
/// called. The token is cancelled when the session closes; to throw for it is no failure.
/// </para>
/// </remarks>
public interface IPeerSessionHandler
{
    /// <summary>Both sides have said <c>init</c>, and the session is in <see cref="PeerNode.Sessions"/>.</summary>
    /// <param name="session">The session. It may be used, and closed, at once.</param>
    /// <param name="cancellationToken">Cancelled when the session closes.</param>
    ValueTask OnOpenedAsync(PeerSession session, CancellationToken cancellationToken);

    /// <summary>A message came that is not Peering's own business.</summary>
    /// <param name="session">The session it came on.</param>
    /// <param name="message">
    /// An <see cref="OnionMessage"/>, an <see cref="Lsps0Frame"/>, an <see cref="UnknownMessage"/> of the custom range (odd, or even and
    /// listed in <see cref="PeerProtocol.EvenCustomTypes"/>), a <see cref="Warning"/> or an <see cref="Error"/>. It is the handler's to keep.
    /// </param>
    /// <param name="cancellationToken">Cancelled when the session closes.</param>
    ValueTask OnMessageAsync(PeerSession session, PeerMessage message, CancellationToken cancellationToken);

    /// <summary>
    /// The peer sent a ping that wants a pong: the pong goes out when the returned task is done. For owners whose pong says that all earlier
    /// messages of the session are in safe hands. Done at once unless an owner says otherwise.
    /// </summary>
    /// <remarks>
    /// The peer takes a session without pongs for dead, and nothing is read from it meanwhile. So a task that is not done within
    /// <see cref="PeeringOptions.PingInterval"/> closes the session with <see cref="CloseCode.HandlerTooSlow"/>; the peer is told by a
    /// <c>warning</c>. To give no pong, close the session.
    /// </remarks>
    /// <param name="session">The session it came on.</param>
    /// <param name="cancellationToken">Cancelled when the session closes.</param>
    ValueTask OnPingAsync(PeerSession session, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The session is over and no longer in <see cref="PeerNode.Sessions"/>. The last call; exactly one for each opened session.</summary>
    /// <param name="session">The session. What is sent to it is refused.</param>
    /// <param name="reason">Why.</param>
    ValueTask OnClosedAsync(PeerSession session, CloseReason reason);
}
