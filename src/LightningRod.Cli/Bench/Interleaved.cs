using System.Diagnostics;

namespace LightningRod.Cli.Bench;

/// <summary>Runs several loops in turn, a slice each, so that what disturbs the machine disturbs all of them alike.</summary>
internal static class Interleaved
{
    private const int Rounds = 20;

    /// <summary>Runs every loop for the given time in all.</summary>
    /// <param name="each">Time for each loop.</param>
    /// <param name="cancel">Stops early; what was measured by then counts.</param>
    /// <param name="loops">One step of each loop; it returns how much was done.</param>
    /// <returns>For each loop, how much it did a second.</returns>
    internal static double[] PerSecond(TimeSpan each, CancellationToken cancel, params Func<int>[] loops)
    {
        foreach (var loop in loops) Slice(loop, TimeSpan.FromMilliseconds(200), cancel);
        var done = new double[loops.Length];
        var spent = new double[loops.Length];
        for (var round = 0; round < Rounds && !cancel.IsCancellationRequested; round++)
        {
            for (var i = 0; i < loops.Length; i++)
            {
                var (count, seconds) = Slice(loops[i], each / Rounds, cancel);
                done[i] += count;
                spent[i] += seconds;
            }
        }

        return [.. done.Zip(spent, (count, seconds) => seconds > 0 ? count / seconds : 0)];
    }

    private static (double Count, double Seconds) Slice(Func<int> step, TimeSpan length, CancellationToken cancel)
    {
        double count = 0;
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < length && !cancel.IsCancellationRequested) count += step();
        return (count, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
