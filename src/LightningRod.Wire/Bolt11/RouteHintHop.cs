using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Bolt11;

/// <summary>A channel of a <see cref="RouteHint"/>, 51 bytes (BOLT 11).</summary>
/// <param name="NodeId">pubkey: the node at which the channel begins.</param>
/// <param name="ShortChannelId">The channel, or its alias.</param>
/// <param name="FeeBaseMsat">fee_base_msat, msat.</param>
/// <param name="FeeProportionalMillionths">fee_proportional_millionths, millionths of the amount.</param>
/// <param name="CltvExpiryDelta">cltv_expiry_delta, blocks.</param>
public readonly record struct RouteHintHop(
    NodeId NodeId, ShortChannelId ShortChannelId, uint FeeBaseMsat, uint FeeProportionalMillionths, ushort CltvExpiryDelta)
{
    /// <summary>Length on the wire, bytes.</summary>
    public const int Size = 51;

    internal static RouteHintHop Read(ref WireReader reader) =>
        new(reader.ReadNodeId(), reader.ReadShortChannelId(), reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt16());

    internal void WriteTo(WireWriter writer) => writer
        .WriteNodeId(NodeId).WriteShortChannelId(ShortChannelId)
        .WriteUInt32(FeeBaseMsat).WriteUInt32(FeeProportionalMillionths).WriteUInt16(CltvExpiryDelta);
}
