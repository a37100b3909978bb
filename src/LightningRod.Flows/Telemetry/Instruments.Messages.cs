using System.Diagnostics.Metrics;
using System.Text.Json;

namespace LightningRod.Flows.Telemetry;

internal sealed partial class Instruments
{
    private readonly Counter<long> _messages = Own.Meter.CreateCounter<long>(InstrumentNames.Messages, "{message}", "Onion messages that came in.");
    private readonly Counter<long> _triggers = Own.Meter.CreateCounter<long>(InstrumentNames.Triggers, "{trigger}", "Triggers that were shown.");
    private readonly Counter<long> _holds = Own.Meter.CreateCounter<long>(InstrumentNames.HoldRequests, "{request}", "Holds asked for or cancelled.");
    private readonly Counter<long> _batches = Own.Meter.CreateCounter<long>(InstrumentNames.MailBatches, "{batch}", "Batches handed to a session.");
    private readonly Counter<long> _mail = Own.Meter.CreateCounter<long>(InstrumentNames.MailDelivered, "{message}", "Mail that arrived.");
    private readonly Counter<long> _dials = Own.Meter.CreateCounter<long>(InstrumentNames.LinkDials, "{dial}", "Dials of other relays.");
    private readonly Counter<long> _requests = Own.Meter.CreateCounter<long>(InstrumentNames.Requests, "{request}", "LSPS0 requests.");
    private readonly Counter<long> _wakeUps = Own.Meter.CreateCounter<long>(InstrumentNames.WakeUps, "{try}", "Tries to wake a device.");

    /// <summary>Shows what can be read off at any time, until the result is disposed of.</summary>
    internal static IDisposable Observe(Func<int> mailSessions, Func<int> links)
    {
        var meter = new Meter(InstrumentNames.Source);
        meter.CreateObservableGauge(InstrumentNames.MailSessions, mailSessions, "{session}", "Sessions that have a mailbox.");
        meter.CreateObservableGauge(InstrumentNames.Links, links, "{relay}", "Relays for which messages are kept.");
        return meter;
    }

    internal void MessageTaken(string carrier, string outcome) => _messages.Add(1, Labelled(InstrumentNames.CarrierTag, carrier), Ended(outcome));

    internal void TriggerShown(string outcome) => _triggers.Add(1, Ended(outcome));

    internal void HoldAsked(string request, string outcome) => _holds.Add(1, Labelled(InstrumentNames.RequestTag, request), Ended(outcome));

    internal void BatchHandedOver(string carrier, string outcome, int messages)
    {
        _batches.Add(1, Labelled(InstrumentNames.CarrierTag, carrier), Ended(outcome));
        if (messages > 0) _mail.Add(messages, Labelled(InstrumentNames.CarrierTag, carrier));
    }

    internal void LinkDialled(string outcome) => _dials.Add(1, Ended(outcome));

    internal void Requested(string method, string outcome) => _requests.Add(1, Labelled(InstrumentNames.MethodTag, method), Ended(outcome));

    internal void WakeUpTried(string provider, string outcome) => _wakeUps.Add(1, Labelled(InstrumentNames.ProviderTag, provider), Ended(outcome));

    /// <summary>A name as tags and details are written: <c>MailboxFull</c> becomes <c>mailbox_full</c>.</summary>
    internal static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static KeyValuePair<string, object?> Ended(string outcome) => Labelled(InstrumentNames.OutcomeTag, outcome);

    private static KeyValuePair<string, object?> Labelled(string name, string value) => new(name, value);

    /// <summary>In a class of its own: the order in which parts of this one are initialised is not fixed.</summary>
    private static class Own
    {
        internal static readonly Meter Meter = new(InstrumentNames.Source);

        internal static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 1] };
    }
}
