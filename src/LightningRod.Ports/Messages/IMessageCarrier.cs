using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;

namespace LightningRod.Ports.Messages;

/// <summary>A way for onion messages and custom messages: our relay, or a channel node.</summary>
/// <remarks>
/// <para>Atomic: each message by itself; a batch of <see cref="DeliverAsync"/> is acknowledged as a whole or not.</para>
/// <para>
/// Ordered: what is sent to one session arrives in the order of the calls, as long as each is awaited before the next; what comes in from one session
/// is told in its order, and between <see cref="CarrierPeerConnected"/> and <see cref="CarrierPeerDisconnected"/> of that session. Nothing is ordered
/// between peers.
/// </para>
/// <para>Thread-safe: yes, but <see cref="ReadAsync"/> has one reader.</para>
/// <para>
/// Failure: outcomes, never exceptions, but <see cref="OperationCanceledException"/>. Onion messages are unreliable by their nature: what comes in
/// while
/// nobody reads is lost, and a reader that falls behind its bounded queue loses onion messages (counted), never news of peers.
/// </para>
/// </remarks>
public interface IMessageCarrier : IAsyncDisposable
{
    /// <summary>Its name in settings, logs and metrics: <c>relay</c>, or the channel node's.</summary>
    string Name { get; }

    /// <summary>The node id by which peers know it.</summary>
    NodeId NodeId { get; }

    /// <summary>What it can do.</summary>
    MessageCarrierCapabilities Capabilities { get; }

    /// <summary>What comes in, from now on.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<CarrierReport> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>Sends a message to a connected peer, by its newest session: an <see cref="OnionMessage"/> or a custom message.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="message">The message, ready for that peer.</param>
    /// <param name="cancellationToken">Ends the call; the message may have been sent.</param>
    ValueTask<SendOutcome> SendAsync(NodeId peer, PeerMessage message, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends messages over one session and waits until the peer shows that it has read them: the <c>pong</c> to a <c>ping</c> sent after them. Needs
    /// <see cref="MessageCarrierCapabilities.Acknowledges"/>. A peer that acknowledges has its session; whether its wallet keeps the messages is
    /// not known.
    /// </summary>
    /// <param name="session">The connection; never another one of the same peer.</param>
    /// <param name="messages">The messages, in order.</param>
    /// <param name="cancellationToken">Ends the waiting; the messages may have arrived.</param>
    ValueTask<SendOutcome> DeliverAsync(SessionId session, IReadOnlyList<PeerMessage> messages, CancellationToken cancellationToken = default);

    /// <summary>Gives the node a message as a peer sent it, to open and pass on. Needs
    /// <see cref="MessageCarrierCapabilities.InjectsOnionMessages"/>.</summary>
    /// <param name="incoming">The message as it came in by this carrier; injecting twice delivers twice.</param>
    /// <param name="cancellationToken">Ends the call; the message may have been taken.</param>
    ValueTask<SendOutcome> InjectAsync(OnionMessage incoming, CancellationToken cancellationToken = default);

    /// <summary>Connects with a peer, unless it is connected. Needs <see cref="MessageCarrierCapabilities.Dials"/>.</summary>
    /// <param name="peer">The peer; another key at the address is no success.</param>
    /// <param name="addresses">Where it may be, the preferred one first. A stranger may have named them.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<DialOutcome> DialAsync(NodeId peer, IReadOnlyList<NetworkAddress> addresses, CancellationToken cancellationToken = default);

    /// <summary>Closes a session, if it is still open.</summary>
    /// <param name="session">The connection.</param>
    /// <param name="reason">Why, for the peer's log: sent as a <c>warning</c> where the carrier can.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask CloseAsync(SessionId session, string reason, CancellationToken cancellationToken = default);
}
