using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace LightningRod.Testing;

/// <summary>Adds up what one node or relay measures.</summary>
public sealed class Metrics : IMeterFactory
{
    private readonly ConcurrentDictionary<string, double> _sums = new();
    private readonly MeterListener _listener = new();
    private readonly List<Meter> _meters = [];

    public Metrics()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            lock (_meters)
            {
                if (_meters.Contains(instrument.Meter)) listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Names of all instruments with the keys of their tags.</summary>
    public ConcurrentDictionary<string, byte> TagKeys { get; } = new();

    /// <summary>The sum under a name and tags, for example <c>lsp.peer.messages.dropped{reason=rate}</c>.</summary>
    public double this[string series] => _sums.GetValueOrDefault(series);

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options);
        lock (_meters) _meters.Add(meter);
        return meter;
    }

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var meter in _meters) meter.Dispose();
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var parts = new List<string>();
        foreach (var tag in tags)
        {
            parts.Add($"{tag.Key}={tag.Value}");
            TagKeys.TryAdd(tag.Key, 0);
        }

        _sums.AddOrUpdate($"{instrument.Name}{{{string.Join(',', parts)}}}", value, (_, sum) => sum + value);
    }
}
