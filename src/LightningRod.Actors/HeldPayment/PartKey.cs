using LightningRod.Wire.Primitives;

namespace LightningRod.Actors.HeldPayment;

/// <summary>Names a part for good: the incoming HTLC by node, channel and number. Never by a short_channel_id, which changes.</summary>
/// <param name="Node">The channel node's configured name, for example <c>cln-1</c>.</param>
/// <param name="Channel">channel_id of the incoming channel.</param>
/// <param name="HtlcId">The HTLC's id in that channel (BOLT 2).</param>
public readonly record struct PartKey(string Node, ChannelId Channel, ulong HtlcId)
{
    /// <summary>For example <c>cln-1/77cd.../3</c>.</summary>
    public override string ToString() => $"{Node}/{Channel}/{HtlcId}";
}
