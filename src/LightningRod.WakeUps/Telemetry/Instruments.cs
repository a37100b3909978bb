using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using LightningRod.Ports.WakeUps;

namespace LightningRod.WakeUps.Telemetry;

/// <summary>
/// All metrics and traces of wake-ups. Values of tags are few, and written in snake_case; no clients, no tokens, no URLs, no host names.
/// </summary>
public sealed class Instruments : IDisposable
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "LightningRod.WakeUps";

    /// <summary>Tries (<c>provider</c>; <c>reason</c>; <c>outcome</c>: delivered, token_gone, retry_after, refused, cancelled).</summary>
    public const string Tries = "lsp.wakeup.tries";

    /// <summary>Time of one try, seconds (<c>provider</c>, <c>outcome</c>).</summary>
    public const string TryDuration = "lsp.wakeup.try.duration";

    /// <summary>Connections that are open or being opened (<c>provider</c>).</summary>
    public const string Connections = "lsp.wakeup.connections";

    internal const string Cancelled = "cancelled";

    /// <summary>Where tries are traced.</summary>
    internal static readonly ActivitySource Activities = new(Name);

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _tries;
    private readonly Histogram<double> _duration;

    internal Instruments()
    {
        _tries = _meter.CreateCounter<long>(Tries, "{try}", "Tries to wake a device.");
        _duration = _meter.CreateHistogram<double>(TryDuration, "s", "Time of one try.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    internal void Observe(string provider, Func<int> connections) => _meter.CreateObservableGauge(
        Connections, () => new Measurement<int>(connections(), Provider(provider)), "{connection}", "Connections that are open or being opened.");

    internal void Tried(string provider, WakeUpReason reason, string outcome, TimeSpan took)
    {
        var tag = new KeyValuePair<string, object?>("outcome", outcome);
        _tries.Add(1, Provider(provider), new("reason", JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString())), tag);
        _duration.Record(took.TotalSeconds, Provider(provider), tag);
    }

    internal static string Word(WakeUpOutcome outcome) => outcome switch
    {
        WakeUpOutcome.Delivered => "delivered",
        WakeUpOutcome.TokenGone => "token_gone",
        WakeUpOutcome.RetryAfter => "retry_after",
        _ => "refused",
    };

    private static KeyValuePair<string, object?> Provider(string provider) => new("provider", provider);
}
