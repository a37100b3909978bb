using LightningRod.Ports.Channels;
using LightningRod.Server.Options;

namespace LightningRod.Server.Nodes;

/// <summary>Connects with channel nodes of one kind.</summary>
/// <remarks>
/// Atomic: a call gives a node or nothing. Ordered: no. Thread-safe: yes. Failure: an exception; the member goes on without the node and tries again,
/// the more rarely the longer it lasts.
/// </remarks>
public interface IChannelNodeFactory
{
    /// <summary>The kind, as in <see cref="ChannelNodeSettings.Kind"/>.</summary>
    string Kind { get; }

    /// <summary>Connects with a node.</summary>
    /// <param name="settings">Its name, and what the kind needs.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The node, which is the caller's to dispose.</returns>
    /// <exception cref="ChannelNodeUnavailableException">It cannot be reached now.</exception>
    /// <exception cref="ArgumentException">A setting is missing or wrong; the message names it.</exception>
    Task<IChannelNode> ConnectAsync(ChannelNodeSettings settings, CancellationToken cancellationToken);
}
