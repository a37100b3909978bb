using System.Diagnostics.Metrics;

namespace LightningRod.Flows.Telemetry;

internal sealed partial class Instruments
{
    private readonly Counter<long> _offers = Own.Meter.CreateCounter<long>(InstrumentNames.HtlcOffers, "{htlc}", "Offers of HTLCs that were answered.");
    private readonly Histogram<double> _passes =
        Own.Meter.CreateHistogram(InstrumentNames.HtlcPassDuration, "s", "From an offer of nobody's to its resume.", null, Own.Seconds);

    private readonly Counter<long> _failedBack = Own.Meter.CreateCounter<long>(InstrumentNames.HtlcFailedBack, "{htlc}", "HTLCs that connectors failed by themselves.");
    private readonly Counter<long> _againstDecision = Own.Meter.CreateCounter<long>(InstrumentNames.AgainstDecision, "{htlc}", "HTLCs that nodes let go unasked.");
    private readonly Counter<long> _streamsLost = Own.Meter.CreateCounter<long>(InstrumentNames.StreamsLost, "{stream}", "Streams of channel nodes that ended.");

    internal void Answered(string node, string answer) => _offers.Add(1, Labelled(InstrumentNames.NodeTag, node), Labelled(InstrumentNames.AnswerTag, answer));

    internal void Passed(string node, TimeSpan took) => _passes.Record(took.TotalSeconds, Labelled(InstrumentNames.NodeTag, node));

    internal void FailedBack(string node) => _failedBack.Add(1, Labelled(InstrumentNames.NodeTag, node));

    internal void WentAgainstDecision(string node) => _againstDecision.Add(1, Labelled(InstrumentNames.NodeTag, node));

    internal void StreamLost(string node) => _streamsLost.Add(1, Labelled(InstrumentNames.NodeTag, node));
}
