using System.Diagnostics.Metrics;

namespace LightningRod.Flows.Telemetry;

/// <summary>All measuring of the ways through the house.</summary>
/// <remarks>Thread-safe. What nobody listens to costs next to nothing.</remarks>
internal sealed class Instruments
{
    private readonly Counter<long> _offers;
    private readonly Histogram<double> _passes;
    private readonly Counter<long> _failedBack;
    private readonly Counter<long> _againstDecision;
    private readonly Counter<long> _streamsLost;

    private Instruments()
    {
        var meter = new Meter(InstrumentNames.Source);
        var seconds = new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 1] };
        _offers = meter.CreateCounter<long>(InstrumentNames.HtlcOffers, "{htlc}", "Offers of HTLCs that were answered.");
        _passes = meter.CreateHistogram(InstrumentNames.HtlcPassDuration, "s", "From an offer of nobody's to its resume.", null, seconds);
        _failedBack = meter.CreateCounter<long>(InstrumentNames.HtlcFailedBack, "{htlc}", "HTLCs that connectors failed by themselves.");
        _againstDecision = meter.CreateCounter<long>(InstrumentNames.AgainstDecision, "{htlc}", "HTLCs that nodes let go unasked.");
        _streamsLost = meter.CreateCounter<long>(InstrumentNames.StreamsLost, "{stream}", "Streams of channel nodes that ended.");
    }

    /// <summary>Those of this process.</summary>
    internal static Instruments Shared { get; } = new();

    internal void Answered(string node, string answer) =>
        _offers.Add(1, Tag(InstrumentNames.NodeTag, node), Tag(InstrumentNames.AnswerTag, answer));

    internal void Passed(string node, TimeSpan took) => _passes.Record(took.TotalSeconds, Tag(InstrumentNames.NodeTag, node));

    internal void FailedBack(string node) => _failedBack.Add(1, Tag(InstrumentNames.NodeTag, node));

    internal void WentAgainstDecision(string node) => _againstDecision.Add(1, Tag(InstrumentNames.NodeTag, node));

    internal void StreamLost(string node) => _streamsLost.Add(1, Tag(InstrumentNames.NodeTag, node));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
