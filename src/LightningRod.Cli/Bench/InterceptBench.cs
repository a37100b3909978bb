using System.Diagnostics;
using LightningRod.Cli.Bench.Intercept;

namespace LightningRod.Cli.Bench;

/// <summary>
/// What a member adds to an HTLC of nobody's, from the node's offer to the answer that lets it go on: alone, while clients' HTLCs are held, and when
/// many come at once.
/// </summary>
/// <param name="folder">Where the journal is.</param>
/// <param name="length">How long to measure in all.</param>
/// <param name="error">Where to tell how far it is.</param>
internal sealed class InterceptBench(BenchFolder folder, TimeSpan length, TextWriter error)
{
    private const int Rounds = 4;
    private const double MostAdded = 5;
    private const double StrangersPerSecond = 500;
    private const double PaymentsPerSecond = 25;
    private const double BurstsPerSecond = 5;
    private const int HtlcsOfABurst = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly HtlcSource _htlcs = new();
    private readonly Latencies _all = new();
    private readonly Latencies _held = new();
    private readonly Latencies[] _phases = [new(), new(), new()];

    /// <summary>Measures.</summary>
    internal async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel)
    {
        var synced = Disk.SyncedWrite(folder.New("synced"));
        await using var lsp = await InterceptingLsp.StartAsync(folder.New("lsp"), _htlcs.Node, HtlcSource.ClientCount, cancel);
        using var progress = new Progress(error, "rounds", Rounds);
        // One round more, the first, in which all code is compiled.
        for (var round = 0; round <= Rounds; round++)
        {
            for (var phase = 0; phase < _phases.Length; phase++)
            {
                await PlayAsync(lsp, length / (Rounds * _phases.Length), withClients: phase > 0, withBursts: phase > 1, cancel);
                var (passed, held) = _htlcs.Node.Take();
                if (round == 0) continue;
                _phases[phase].Take(passed);
                _held.Take(held);
            }

            if (round > 0) progress.Report(round);
        }

        return Figures(synced);
    }

    private async Task PlayAsync(InterceptingLsp lsp, TimeSpan part, bool withClients, bool withBursts, CancellationToken cancel)
    {
        List<Task> playing = [At(StrangersPerSecond, count => _htlcs.OfferOfStrangersAsync(count, cancel))];
        if (withClients) playing.Add(At(PaymentsPerSecond, count => PayAsync(lsp, count, cancel)));
        if (withBursts) playing.Add(At(BurstsPerSecond, count => _htlcs.OfferOfStrangersAsync(count * HtlcsOfABurst, cancel)));
        await Task.WhenAll(playing);
        var began = Stopwatch.GetTimestamp();
        while (_htlcs.Node.Unanswered > 0)
        {
            if (Stopwatch.GetElapsedTime(began) > Patience) throw new InvalidOperationException("The bench's own HTLCs were not answered.");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancel);
        }

        Task At(double perSecond, Func<int, Task> play) => Task.Run(() => PaceAsync(part, perSecond, play, cancel), cancel);
    }

    private async Task PayAsync(InterceptingLsp lsp, int count, CancellationToken cancel)
    {
        for (var i = 0; i < count; i++) await _htlcs.OfferOfClientAsync(lsp.Host, cancel);
    }

    /// <summary>Does something so many times a second, one after the other; what is late is done at once. At least once.</summary>
    private static async Task PaceAsync(TimeSpan length, double perSecond, Func<int, Task> play, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        for (var done = 0; Stopwatch.GetElapsedTime(began) is var elapsed && (elapsed < length || done == 0);)
        {
            var due = 1 + (int)(elapsed.TotalSeconds * perSecond) - done;
            await play(due);
            done += due;
            var next = TimeSpan.FromSeconds(done / perSecond) - Stopwatch.GetElapsedTime(began);
            if (next > TimeSpan.Zero) await Task.Delay(next, TimeProvider.System, cancel);
        }
    }

    private List<Figure> Figures(double synced)
    {
        string[] names = ["alone", "beside_clients", "in_bursts"];
        string[] units =
        [
            $"ms, {StrangersPerSecond:0} a second",
            $"ms, the same while {2 * PaymentsPerSecond:0} HTLCs of clients a second are held",
            $"ms, the same and {HtlcsOfABurst} at once {BurstsPerSecond:0} times a second",
        ];
        var each = new List<Figure>();
        for (var phase = 0; phase < _phases.Length; phase++)
        {
            foreach (var (name, share) in new[] { ("p50", 0.5), ("p99", 0.99), ("max", 1.0) })
                each.Add(new($"{names[phase]}_{name}", _phases[phase].Within(share), units[phase]));
            _all.Take(_phases[phase]);
        }

        return
        [
            new("passed", _all.Count, "HTLCs of nobody's"),
            new("pass_p50", _all.Within(0.5), "ms from offer to resume"),
            Figure.AtMost("pass_p99", _all.Within(0.99), "ms from offer to resume", MostAdded),
            new("pass_max", _all.Within(1), "ms from offer to resume"),
            .. each,
            new("held", _held.Count, "HTLCs of clients"),
            new("hold_p50", _held.Within(0.5), "ms from offer to hold, durable"),
            new("hold_p99", _held.Within(0.99), "ms from offer to hold, durable"),
            new("synced_write", synced, "ms, one page to this disk and durable"),
        ];
    }
}
