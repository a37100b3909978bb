using LightningRod.Wire.Primitives;

namespace LightningRod.Ports.Channels;

/// <summary>The answer that a part wants given to its node: not a message, but a state of things that the connector brings about.</summary>
/// <param name="Key">The HTLC.</param>
/// <param name="Answer">What is wanted.</param>
/// <param name="NotAfter">Last height of the node at which it may be given; null when it is never too late, as for a fail.</param>
/// <param name="Epoch">The epoch of the lease under which it was decided.</param>
public sealed record DesiredAnswer(HtlcKey Key, HtlcAnswer Answer, BlockHeight? NotAfter, ulong Epoch);
