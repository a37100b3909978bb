using System.Diagnostics;

namespace LightningRod.Cli.Bench;

/// <summary>How long things took.</summary>
internal sealed class Latencies
{
    private readonly List<long> _ticks = [];

    internal int Count => _ticks.Count;

    internal void Add(long ticks) => _ticks.Add(ticks);

    /// <summary>Moves all of another one here.</summary>
    internal void Take(Latencies other)
    {
        _ticks.AddRange(other._ticks);
        other._ticks.Clear();
    }

    /// <summary>The time within which a share of them ended, milliseconds; 0 when there are none.</summary>
    /// <param name="share">For example 0.99.</param>
    internal double Within(double share)
    {
        if (_ticks.Count == 0) return 0;
        _ticks.Sort();
        var place = (int)Math.Ceiling(share * _ticks.Count) - 1;
        return Stopwatch.GetElapsedTime(0, _ticks[Math.Clamp(place, 0, _ticks.Count - 1)]).TotalMilliseconds;
    }
}
