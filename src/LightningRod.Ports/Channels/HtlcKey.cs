using LightningRod.Wire.Primitives;

namespace LightningRod.Ports.Channels;

/// <summary>The name of an incoming HTLC of one of our channel nodes.</summary>
/// <param name="Node">The node's name in the settings.</param>
/// <param name="Channel">The incoming channel by its channel_id: a short_channel_id changes when a channel confirms or is spliced.</param>
/// <param name="HtlcId">The HTLC's id in that channel; ids count up in each channel and are never used again.</param>
public readonly record struct HtlcKey(string Node, ChannelId Channel, ulong HtlcId)
{
    /// <summary>Node, first 8 digits of the channel and HTLC id, for logs: <c>lsp-a/1f00ab34/7</c>.</summary>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Node}/{Channel.ToString().AsSpan(0, 8)}/{HtlcId}");
}
