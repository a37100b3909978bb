using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace LightningRod.Client.Telemetry;

/// <summary>All metrics and traces of the client. Values of tags are few, and written in snake_case; no ids of payments or nodes.</summary>
public sealed class Instruments : IDisposable
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "LightningRod.Client";

    /// <summary>Steps of payments (<c>step</c>: one of <see cref="Steps.ClientStepNames"/>).</summary>
    public const string Steps = "rod.client.steps";

    /// <summary>Onion messages that came (<c>content</c>: the record's name, or other).</summary>
    public const string MailReceived = "rod.client.mail.received";

    /// <summary>Onion messages that changed nothing (<c>reason</c>: unreadable, unknown, no_such_payment, not_ours, no_way_back, full,
    /// repeated).</summary>
    public const string MailIgnored = "rod.client.mail.ignored";

    /// <summary>Actions that failed and are tried again (<c>action</c>: payment, answer, wallet, relay).</summary>
    public const string Retries = "rod.client.retries";

    /// <summary>Where the work on payments and answers is traced.</summary>
    internal static readonly ActivitySource Activities = new(Name);

    private readonly bool _ownsMeter;
    private readonly Meter _meter;
    private readonly Counter<long> _steps;
    private readonly Counter<long> _received;
    private readonly Counter<long> _ignored;
    private readonly Counter<long> _retries;

    internal Instruments(IMeterFactory? meters)
    {
        _ownsMeter = meters is null;
        _meter = meters?.Create(Name) ?? new Meter(Name);
        _steps = _meter.CreateCounter<long>(Steps, "{step}", "Steps of payments.");
        _received = _meter.CreateCounter<long>(MailReceived, "{message}", "Onion messages that came.");
        _ignored = _meter.CreateCounter<long>(MailIgnored, "{message}", "Onion messages that changed nothing.");
        _retries = _meter.CreateCounter<long>(Retries, "{action}", "Actions that failed and are tried again.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsMeter) _meter.Dispose();
    }

    internal void Step(string name) => _steps.Add(1, new KeyValuePair<string, object?>("step", name));

    internal void Received(string content) => _received.Add(1, new KeyValuePair<string, object?>("content", content));

    internal void Ignored(string reason) => _ignored.Add(1, new KeyValuePair<string, object?>("reason", reason));

    internal void Retried(string action) => _retries.Add(1, new KeyValuePair<string, object?>("action", action));
}
