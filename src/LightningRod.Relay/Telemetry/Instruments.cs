using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using LightningRod.Ports.Messages;
using SendOutcome = LightningRod.Ports.Messages.SendOutcome;

namespace LightningRod.Relay.Telemetry;

/// <summary>All metrics and traces of the relay. Values of tags are few, and written in snake_case; no node ids, no addresses.</summary>
public sealed class Instruments : IDisposable
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "LightningRod.Relay";

    /// <summary>What was given to the reader (<c>kind</c>: onion_message, custom, connected, disconnected).</summary>
    public const string Reports = "lsp.relay.reports";

    /// <summary>Messages that came and that the reader has not taken yet.</summary>
    public const string Untaken = "lsp.relay.untaken";

    /// <summary>Seconds from an onion message's arrival until the reader has taken it.</summary>
    public const string TakeDuration = "lsp.relay.take.duration";

    /// <summary>Messages that came and were lost (<c>reason</c>: no_reader, not_taken); their sender gets no pong.</summary>
    public const string Lost = "lsp.relay.lost";

    /// <summary>How often a session waited for the reader before its next message was taken in.</summary>
    public const string Stalls = "lsp.relay.stalls";

    /// <summary>Sessions that were closed because their messages were not taken in time, or there were too many.</summary>
    public const string Refusals = "lsp.relay.refusals";

    /// <summary>Batches (<c>outcome</c>: acknowledged, peer_gone, busy, cancelled).</summary>
    public const string Deliveries = "lsp.relay.deliveries";

    /// <summary>Seconds from a batch's first message to its pong; acknowledged ones only.</summary>
    public const string DeliverDuration = "lsp.relay.deliver.duration";

    /// <summary>Wishes for a connection (<c>outcome</c>: connected, unreachable, forbidden, cancelled).</summary>
    public const string Dials = "lsp.relay.dials";

    internal const string NoReader = "no_reader";
    internal const string NotTaken = "not_taken";

    /// <summary>Where deliveries and dials are traced.</summary>
    internal static readonly ActivitySource Activities = new(Name);

    private readonly bool _ownsMeter;
    private readonly Meter _meter;
    private readonly Counter<long> _reports;
    private readonly UpDownCounter<long> _untaken;
    private readonly Histogram<double> _takeDuration;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _stalls;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _deliveries;
    private readonly Histogram<double> _deliverDuration;
    private readonly Counter<long> _dials;

    internal Instruments(IMeterFactory? meters)
    {
        _ownsMeter = meters is null;
        _meter = meters?.Create(Name) ?? new Meter(Name);
        _reports = _meter.CreateCounter<long>(Reports, "{report}", "What was given to the reader.");
        _untaken = _meter.CreateUpDownCounter<long>(Untaken, "{message}", "Messages that the reader has not taken yet.");
        _takeDuration = _meter.CreateHistogram<double>(TakeDuration, "s", "Time from an onion message's arrival until it is taken.");
        _lost = _meter.CreateCounter<long>(Lost, "{message}", "Messages that came and were lost.");
        _stalls = _meter.CreateCounter<long>(Stalls, "{stall}", "How often a session waited for the reader.");
        _refusals = _meter.CreateCounter<long>(Refusals, "{session}", "Sessions closed because the reader is behind.");
        _deliveries = _meter.CreateCounter<long>(Deliveries, "{batch}", "Batches delivered, or not.");
        _deliverDuration = _meter.CreateHistogram<double>(DeliverDuration, "s", "Time from a batch's first message to its pong.");
        _dials = _meter.CreateCounter<long>(Dials, "{dial}", "Wishes for a connection.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsMeter) _meter.Dispose();
    }

    internal void Told(CarrierReport report) => _reports.Add(1, new KeyValuePair<string, object?>("kind", report switch
    {
        OnionMessageReceived => "onion_message",
        CustomMessageReceived => "custom",
        CarrierPeerConnected => "connected",
        _ => "disconnected",
    }));

    internal void Came() => _untaken.Add(1);

    internal void Went(long messages) => _untaken.Add(-messages);

    internal void Taken(TimeSpan took) => _takeDuration.Record(took.TotalSeconds);

    internal void WasLost(long messages, string reason)
    {
        if (messages > 0) _lost.Add(messages, new KeyValuePair<string, object?>("reason", reason));
    }

    internal void Stalled() => _stalls.Add(1);

    internal void Refused() => _refusals.Add(1);

    /// <summary>No outcome: it was cancelled.</summary>
    internal void Delivered(SendOutcome? outcome, TimeSpan took)
    {
        _deliveries.Add(1, new KeyValuePair<string, object?>("outcome", Tag(outcome)));
        if (outcome == SendOutcome.Acknowledged) _deliverDuration.Record(took.TotalSeconds);
    }

    /// <summary>No outcome: it was cancelled.</summary>
    internal void Dialled(DialOutcome? outcome) => _dials.Add(1, new KeyValuePair<string, object?>("outcome", Tag(outcome)));

    private static string Tag<T>(T? value)
        where T : struct, Enum => value is { } known ? JsonNamingPolicy.SnakeCaseLower.ConvertName(known.ToString()) : "cancelled";
}
