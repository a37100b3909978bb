using System.Diagnostics.Metrics;
using LightningRod.Engine.Failures;

namespace LightningRod.Engine.Telemetry;

/// <summary>All measuring of the engine.</summary>
/// <remarks>Thread-safe. What nobody listens to costs next to nothing.</remarks>
internal sealed class Instruments : IDisposable
{
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private static readonly InstrumentAdvice<int> Counts = new() { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] };

    private readonly Meter _meter = new(InstrumentNames.Source);
    private readonly Histogram<double> _command;
    private readonly Histogram<double> _queue;
    private readonly Histogram<double> _append;
    private readonly Histogram<int> _batch;
    private readonly Histogram<double> _recovery;
    private readonly Counter<long> _recoveredEvents;
    private readonly Counter<long> _fenced;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _alarmsRepeated;
    private readonly Counter<long> _storageFailures;

    internal Instruments()
    {
        _command = Duration(InstrumentNames.CommandDuration, "From asking to answer.");
        _queue = Duration(InstrumentNames.QueueDuration, "How long a command waited for its turn.");
        _append = Duration(InstrumentNames.AppendDuration, "One append to the journal.");
        _batch = _meter.CreateHistogram(InstrumentNames.BatchSize, "{decision}", "Decisions in one append.", null, Counts);
        _recovery = Duration(InstrumentNames.RecoveryDuration, "Loading one actor.");
        _recoveredEvents = _meter.CreateCounter<long>(InstrumentNames.RecoveryEvents, "{event}", "Events read while loading.");
        _fenced = _meter.CreateCounter<long>(InstrumentNames.FencedAppends, "{append}", "Appends refused because another member owns the shard.");
        _attempts = _meter.CreateCounter<long>(InstrumentNames.OutboxAttempts, "{attempt}", "Attempts at effects.");
        _alarmsRepeated = _meter.CreateCounter<long>(InstrumentNames.AlarmsRepeated, "{alarm}", "Alarms given once more because they were left due.");
        _storageFailures = _meter.CreateCounter<long>(InstrumentNames.StorageFailures, "{failure}", "Failures of the storage.");
    }

    public void Dispose() => _meter.Dispose();

    /// <summary>Shows what can be read off at any time.</summary>
    internal void Observe(Func<EngineHealth> health, Quarantine quarantine)
    {
        _meter.CreateObservableGauge(InstrumentNames.ShardsOwned, () => health().ShardsOwned, "{shard}", "Shards that this member owns.");
        _meter.CreateObservableGauge(InstrumentNames.ActorsLoaded, () => health().ActorsLoaded, "{actor}", "Actors in memory.");
        _meter.CreateObservableGauge(InstrumentNames.OutboxLag, () => health().OldestEffect.TotalSeconds, "s", "Age of the oldest effect not done.");
        _meter.CreateObservableGauge(InstrumentNames.OutboxBlocked, () => health().BlockedDestinations, "{destination}", "Destinations that fail.");
        _meter.CreateObservableGauge(InstrumentNames.Height, () => (long)health().Height, "{block}", "Highest block height ever seen.");
        _meter.CreateObservableGauge(InstrumentNames.HeightStale, () => health().HeightIsStale ? 1 : 0, null, "1 when no block was seen for too long.");
        _meter.CreateObservableGauge(
            InstrumentNames.Quarantined,
            () => quarantine.Counts().Select(row => new Measurement<int>(row.Count, Tag(InstrumentNames.CategoryTag, row.Category.ToString()))),
            "{actor}",
            "Actors in quarantine.");
    }

    internal void CommandEnded(string kind, string command, string outcome, TimeSpan took) => _command.Record(
        took.TotalSeconds,
        Tag(InstrumentNames.KindTag, kind),
        Tag(InstrumentNames.CommandTag, command),
        Tag(InstrumentNames.OutcomeTag, outcome));

    internal void TurnTaken(string kind, TimeSpan waited) => _queue.Record(waited.TotalSeconds, Tag(InstrumentNames.KindTag, kind));

    internal void Appended(int decisions, string outcome, TimeSpan took)
    {
        _append.Record(took.TotalSeconds, Tag(InstrumentNames.OutcomeTag, outcome));
        _batch.Record(decisions);
    }

    internal void Recovered(string kind, int events, TimeSpan took)
    {
        _recovery.Record(took.TotalSeconds, Tag(InstrumentNames.KindTag, kind));
        _recoveredEvents.Add(events, Tag(InstrumentNames.KindTag, kind));
    }

    internal void AppendFenced() => _fenced.Add(1);

    internal void EffectTried(string outcome) => _attempts.Add(1, Tag(InstrumentNames.OutcomeTag, outcome));

    internal void AlarmRepeated(string kind) => _alarmsRepeated.Add(1, Tag(InstrumentNames.KindTag, kind));

    internal void StorageFailed(string operation) => _storageFailures.Add(1, Tag(InstrumentNames.OperationTag, operation));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private Histogram<double> Duration(string name, string description) => _meter.CreateHistogram(name, "s", description, null, Seconds);
}
