using LightningRod.Wire.Encodings;

namespace LightningRod.Ports.Channels;

/// <summary>What a channel node can do. What it cannot do is refused with <see cref="NotSupportedException"/> or a typed outcome, never
/// faked.</summary>
/// <remarks>Does not change while the node is connected. Every default is the weakest answer, so that a forgotten line promises nothing.</remarks>
public sealed record ChannelNodeCapabilities
{
    /// <summary>Offers forwarded HTLCs and waits for an answer. Without it no hold of any kind is possible (eclair).</summary>
    public bool InterceptsHtlcs { get; init; }

    /// <summary>Also offers HTLCs that end at the node itself (lnd, Core Lightning), as <see cref="NextHop.None"/>.</summary>
    public bool OffersFinalHtlcs { get; init; }

    /// <summary>Takes <see cref="HtlcAnswer.Settle"/>: a preimage instead of a forward.</summary>
    public bool SettlesHtlcs { get; init; }

    /// <summary>A settle is still obeyed when the incoming channel is on chain; proven on a real node, else false.</summary>
    public bool SettlesAfterClose { get; init; }

    /// <summary>
    /// The only failure codes that <see cref="HtlcAnswer.Fail"/> can say; empty when any can. Another code becomes the first of the list, so that the
    /// HTLC fails in any case.
    /// </summary>
    public ValueList<ushort> FailureCodes { get; init; }

    /// <summary>Fails an unanswered HTLC by itself before it endangers the channel (lnd, LDK). Core Lightning does not: its shim must.</summary>
    public bool FailsOverdueHtlcs { get; init; }

    /// <summary>Tells the height at which it will do so (<see cref="HtlcOffer.AutoFailHeight"/>).</summary>
    public bool TellsAutoFailHeight { get; init; }

    /// <summary>Tells of the <see cref="HtlcForwarded"/> that a resumed HTLC becomes.</summary>
    public bool ReportsForwards { get; init; }

    /// <summary>When the node tells that an HTLC was settled.</summary>
    public SettleReporting Settles { get; init; }

    /// <summary>Lists HTLCs in its outgoing channels (<see cref="IChannelNode.ListOutgoingHtlcsAsync"/>).</summary>
    public bool ListsOutgoingHtlcs { get; init; }

    /// <summary>Remembers what became of HTLCs that are gone (<see cref="IChannelNode.FindHtlcAsync"/>).</summary>
    public bool KeepsHistory { get; init; }

    /// <summary>What happens to unanswered HTLCs when the stream ends.</summary>
    public StreamLossEffect OnStreamLoss { get; init; }

    /// <summary>Tells at once when a peer connects or disconnects; else presence is polled and may be as old as the poll.</summary>
    public bool PushesPresence { get; init; }

    /// <summary>Signs messages with the node key.</summary>
    public bool SignsMessages { get; init; }

    /// <summary>Shows records of <c>update_add_htlc</c> and writes records into <c>revoke_and_ack</c>, as hold_htlc needs.</summary>
    public bool HoldHtlcRecords { get; init; }

    /// <summary>
    /// Shows records below 65536 of the onion payload too (Core Lightning: all of it; lnd: custom records only), for example trampoline onions.
    /// </summary>
    public bool ShowsWholePayload { get; init; }

    /// <summary>How long the node waits for an answer before it goes its own way; null when it waits until the HTLC is in danger, or for
    /// ever.</summary>
    public TimeSpan? AnswerTimeout { get; init; }

    /// <summary>
    /// Blocks by which the outgoing expiry must lie above the height for the node to forward at all (lnd 3, Core Lightning 1). A release at a lower
    /// distance fails.
    /// </summary>
    public uint ForwardDelta { get; init; }
}
