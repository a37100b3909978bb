using System.Collections.Frozen;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using LightningRod.Peering.Dialing;
using LightningRod.Peering.Limits;

namespace LightningRod.Peering.Telemetry;

/// <summary>All metrics and traces of Peering. Values of tags are few, and written in snake_case; no node ids, no addresses.</summary>
public sealed class Instruments : IDisposable
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "LightningRod.Peering";

    /// <summary>Open sessions (<c>direction</c>: in, out).</summary>
    public const string Sessions = "lsp.peer.sessions";

    /// <summary>Sessions that ended (<c>reason</c>: a <see cref="CloseCode"/>).</summary>
    public const string SessionsClosed = "lsp.peer.sessions.closed";

    /// <summary>Handshakes with their <c>init</c> exchange (<c>direction</c>; <c>outcome</c>: opened, cancelled or a <see cref="CloseCode"/>).</summary>
    public const string Handshakes = "lsp.peer.handshakes";

    /// <summary>Time from connection to session, seconds (<c>direction</c>); opened sessions only.</summary>
    public const string HandshakeDuration = "lsp.peer.handshake.duration";

    /// <summary>Dials (<c>outcome</c>: opened, cancelled or a <see cref="DialFailureCode"/>).</summary>
    public const string Dials = "lsp.peer.dials";

    /// <summary>Messages received (<c>family</c>).</summary>
    public const string MessagesReceived = "lsp.peer.messages.received";

    /// <summary>Messages queued for sending (<c>family</c>).</summary>
    public const string MessagesSent = "lsp.peer.messages.sent";

    /// <summary>Messages that came or should go and went nowhere (<c>reason</c>: rate, ignored, unasked_pong, busy).</summary>
    public const string MessagesDropped = "lsp.peer.messages.dropped";

    internal const string DroppedByRate = "rate";
    internal const string DroppedAsIgnored = "ignored";
    internal const string DroppedPong = "unasked_pong";
    internal const string DroppedAsBusy = "busy";
    internal const string Opened = "opened";
    internal const string Cancelled = "cancelled";

    /// <summary>Where handshakes, dials and handler calls are traced.</summary>
    internal static readonly ActivitySource Activities = new(Name);

    private readonly bool _ownsMeter;
    private readonly Meter _meter;
    private readonly UpDownCounter<long> _sessions;
    private readonly Counter<long> _closed;
    private readonly Counter<long> _handshakes;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _dials;
    private readonly Counter<long> _received;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _dropped;

    internal Instruments(IMeterFactory? meters)
    {
        _ownsMeter = meters is null;
        _meter = meters?.Create(Name) ?? new Meter(Name);
        _sessions = _meter.CreateUpDownCounter<long>(Sessions, "{session}", "Open sessions.");
        _closed = _meter.CreateCounter<long>(SessionsClosed, "{session}", "Sessions that ended.");
        _handshakes = _meter.CreateCounter<long>(Handshakes, "{handshake}", "Handshakes, with their init exchange.");
        _duration = _meter.CreateHistogram<double>(HandshakeDuration, "s", "Time from connection to session.");
        _dials = _meter.CreateCounter<long>(Dials, "{dial}", "Dials.");
        _received = _meter.CreateCounter<long>(MessagesReceived, "{message}", "Messages received.");
        _sent = _meter.CreateCounter<long>(MessagesSent, "{message}", "Messages queued for sending.");
        _dropped = _meter.CreateCounter<long>(MessagesDropped, "{message}", "Messages that went nowhere.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsMeter) _meter.Dispose();
    }

    internal void SessionOpened(bool isInitiator, TimeSpan took)
    {
        var direction = Direction(isInitiator);
        _sessions.Add(1, direction);
        _handshakes.Add(1, direction, new("outcome", Opened));
        _duration.Record(took.TotalSeconds, direction);
    }

    internal void SessionClosed(bool isInitiator, CloseCode reason)
    {
        _sessions.Add(-1, Direction(isInitiator));
        _closed.Add(1, new KeyValuePair<string, object?>("reason", Tag<CloseCode>.Of[reason]));
    }

    /// <summary>No code: it was cancelled.</summary>
    internal void HandshakeFailed(bool isInitiator, CloseCode? code) =>
        _handshakes.Add(1, Direction(isInitiator), new("outcome", code is { } c ? Tag<CloseCode>.Of[c] : Cancelled));

    internal void Dialled() => _dials.Add(1, new KeyValuePair<string, object?>("outcome", Opened));

    /// <summary>No code: it was cancelled.</summary>
    internal void DialFailed(DialFailureCode? code) =>
        _dials.Add(1, new KeyValuePair<string, object?>("outcome", code is { } c ? Tag<DialFailureCode>.Of[c] : Cancelled));

    internal void Received(MessageFamily family) => _received.Add(1, Family(family));

    internal void Sent(MessageFamily family) => _sent.Add(1, Family(family));

    internal void Dropped(string reason) => _dropped.Add(1, new KeyValuePair<string, object?>("reason", reason));

    private static KeyValuePair<string, object?> Direction(bool isInitiator) => new("direction", isInitiator ? "out" : "in");

    private static KeyValuePair<string, object?> Family(MessageFamily family) => new("family", family switch
    {
        MessageFamily.Init => "init",
        MessageFamily.Onion => "onion_message",
        MessageFamily.Custom => "custom",
        MessageFamily.Ping => "ping",
        MessageFamily.Pong => "pong",
        MessageFamily.Notice => "notice",
        MessageFamily.Ignored => "ignored",
        _ => "unknown",
    });

    /// <summary>The names of an enum's values as tags.</summary>
    private static class Tag<T>
        where T : struct, Enum
    {
        internal static readonly FrozenDictionary<T, string> Of =
            Enum.GetValues<T>().ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
    }
}
