using System.Collections.Frozen;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;

namespace LightningRod.Peering;

/// <summary>What a node says of itself, and what it understands of others.</summary>
/// <param name="Init">
/// The <c>init</c> to send. Without networks any chain is accepted. To a peer that dialled from a public address its <c>remote_addr</c> is
/// added.
/// </param>
public sealed record PeerProtocol(Init Init)
{
    /// <summary>
    /// Features (either bit) that a peer may demand. By default all that this library has a name for: most of them speak of channels, and
    /// demand nothing of a node that has none.
    /// </summary>
    public IReadOnlyList<int> KnownFeatures { get; init; } =
        [.. WireNumbers.All.Where(row => row.Space == nameof(FeatureBit)).Select(row => (int)row.Number)];

    /// <summary>
    /// Even message types of the custom range (32768 to 65534) that the handler understands. Any other even one closes the session; odd
    /// ones always reach the handler. By default none.
    /// </summary>
    public IReadOnlySet<ushort> EvenCustomTypes { get; init; } = FrozenSet<ushort>.Empty;
}
