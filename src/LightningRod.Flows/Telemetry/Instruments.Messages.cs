using System.Diagnostics.Metrics;
using System.Text.Json;

namespace LightningRod.Flows.Telemetry;

internal sealed partial class Instruments
{
    // Made when first used: two threads may make one twice, which measures the same.
    private Counter<long> MessageCounter => field ??= _meter.CreateCounter<long>(InstrumentNames.Messages, "{message}", "Onion messages that came in.");

    private Counter<long> TriggerCounter => field ??= _meter.CreateCounter<long>(InstrumentNames.Triggers, "{trigger}", "Triggers that were shown.");

    private Counter<long> HoldCounter => field ??= _meter.CreateCounter<long>(InstrumentNames.HoldRequests, "{request}", "Holds asked for or cancelled.");

    private Counter<long> BatchCounter => field ??= _meter.CreateCounter<long>(InstrumentNames.MailBatches, "{batch}", "Batches handed to a session.");

    private Counter<long> MailCounter => field ??= _meter.CreateCounter<long>(InstrumentNames.MailDelivered, "{message}", "Mail that reached its client or relay.");

    private Counter<long> DialCounter => field ??= _meter.CreateCounter<long>(InstrumentNames.LinkDials, "{dial}", "Dials of other relays.");

    private Counter<long> RequestCounter => field ??= _meter.CreateCounter<long>(InstrumentNames.Requests, "{request}", "LSPS0 requests.");

    private Counter<long> WakeUpCounter => field ??= _meter.CreateCounter<long>(InstrumentNames.WakeUps, "{try}", "Tries to wake a device.");

    /// <summary>Shows what can be read off at any time.</summary>
    internal void Observe(Func<int> mailSessions, Func<int> links)
    {
        _meter.CreateObservableGauge(InstrumentNames.MailSessions, mailSessions, "{session}", "Sessions that have a mailbox.");
        _meter.CreateObservableGauge(InstrumentNames.Links, links, "{relay}", "Relays for which messages are kept.");
    }

    internal void MessageTaken(string carrier, string outcome) => MessageCounter.Add(1, Tag(InstrumentNames.CarrierTag, carrier), Outcome(outcome));

    internal void TriggerShown(string outcome) => TriggerCounter.Add(1, Outcome(outcome));

    internal void HoldAsked(string request, string outcome) => HoldCounter.Add(1, Tag(InstrumentNames.RequestTag, request), Outcome(outcome));

    internal void BatchHandedOver(string carrier, string outcome, int messages)
    {
        BatchCounter.Add(1, Tag(InstrumentNames.CarrierTag, carrier), Outcome(outcome));
        if (messages > 0) MailCounter.Add(messages, Tag(InstrumentNames.CarrierTag, carrier));
    }

    internal void LinkDialled(string outcome) => DialCounter.Add(1, Outcome(outcome));

    internal void Requested(string method, string outcome) => RequestCounter.Add(1, Tag(InstrumentNames.MethodTag, method), Outcome(outcome));

    internal void WakeUpTried(string provider, string outcome) => WakeUpCounter.Add(1, Tag(InstrumentNames.ProviderTag, provider), Outcome(outcome));

    /// <summary>A name as tags and details are written: <c>MailboxFull</c> becomes <c>mailbox_full</c>.</summary>
    internal static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static KeyValuePair<string, object?> Outcome(string outcome) => Tag(InstrumentNames.OutcomeTag, outcome);

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
