namespace LightningRod.Flows.Telemetry;

/// <summary>All names by which the ways through the house are measured, and their tags. No tag names a client, a payment or an HTLC.</summary>
public static class InstrumentNames
{
    /// <summary>The meter, and the source of activities.</summary>
    public const string Source = "LightningRod.Flows";

    /// <summary>Offers of HTLCs that were answered; tags node, answer.</summary>
    public const string HtlcOffers = "lightningrod.htlc.offers";

    /// <summary>Seconds from an offer to its resume, for HTLCs of nobody's: what this LSP adds to them; tag node.</summary>
    public const string HtlcPassDuration = "lightningrod.htlc.pass.duration";

    /// <summary>HTLCs that a connector failed by itself, because their height came before a decision; tag node.</summary>
    public const string HtlcFailedBack = "lightningrod.htlc.failed_back";

    /// <summary>HTLCs that a node let go without being told; tag node. Each is worth a look.</summary>
    public const string AgainstDecision = "lightningrod.htlc.against_decision";

    /// <summary>Streams of channel nodes that ended; tag node.</summary>
    public const string StreamsLost = "lightningrod.node.streams_lost";

    /// <summary>Tag: the channel node's name in the settings.</summary>
    public const string NodeTag = "node";

    /// <summary>Tag: pass, resume, hold, release, fail or none.</summary>
    public const string AnswerTag = "answer";
}
