using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Messages;

/// <summary>On whose behalf a message travels.</summary>
/// <param name="Client">The client over whose session it came, or whose signed request it answers; null for a stranger's.</param>
internal readonly record struct Origin(NodeId? Client)
{
    internal static Origin Stranger => default;
}
