using LightningRod.Wire.Cryptography;

namespace LightningRod.Ports.Channels;

/// <summary>A Lightning node with channels that we are connected with: Core Lightning, lnd, eclair, an LDK node, a simulated one.</summary>
/// <remarks>
/// <para>Atomic: every call by itself. Two calls see two moments of the node; reports on the stream are the only order there is.</para>
/// <para>Ordered: calls run side by side and may overtake each other and the stream.</para>
/// <para>Thread-safe: yes.</para>
/// <para>
/// Failure: a call throws <see cref="ChannelNodeUnavailableException"/> when the node cannot be reached, <see cref="NotSupportedException"/> for what
/// <see cref="Capabilities"/> denies, <see cref="OperationCanceledException"/>; nothing else. All calls but opening a stream only read, so they can
/// be
/// repeated.
/// </para>
/// </remarks>
public interface IChannelNode : IAsyncDisposable
{
    /// <summary>Who the node is.</summary>
    ChannelNodeIdentity Identity { get; }

    /// <summary>What it can do.</summary>
    ChannelNodeCapabilities Capabilities { get; }

    /// <summary>
    /// Opens the node's stream. The epoch is that of the connector's lease; adapters that can (Core Lightning's shim, the simulation) refuse a lower
    /// one than they have seen, and a higher one ends the stream of a lower one. Others (lnd) refuse the second stream as taken.
    /// </summary>
    /// <param name="epoch">The epoch of the lease under which the stream is opened.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NotSupportedException">The node has no stream at all: not even reports.</exception>
    Task<StreamOpening> OpenStreamAsync(ulong epoch, CancellationToken cancellationToken = default);

    /// <summary>Looks up what the node knows about an HTLC, also one that is gone.</summary>
    /// <param name="key">The HTLC; of another node's name it is <see cref="HtlcState.NeverSeen"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<HtlcHistory> FindHtlcAsync(HtlcKey key, CancellationToken cancellationToken = default);

    /// <summary>The node's channels: those that are open and those that are being closed on chain.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IReadOnlyList<NodeChannel>> ListChannelsAsync(CancellationToken cancellationToken = default);

    /// <summary>The HTLCs that are pending in outgoing channels. Needs <see cref="ChannelNodeCapabilities.ListsOutgoingHtlcs"/>.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IReadOnlyList<OutgoingHtlc>> ListOutgoingHtlcsAsync(CancellationToken cancellationToken = default);

    /// <summary>Signs a text with the node key, as <c>signmessage</c> does. Needs <see cref="ChannelNodeCapabilities.SignsMessages"/>.</summary>
    /// <param name="message">The text, signed as UTF-8.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<MessageSignature> SignMessageAsync(string message, CancellationToken cancellationToken = default);
}
