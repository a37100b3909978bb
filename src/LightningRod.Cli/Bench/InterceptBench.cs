using System.Diagnostics;
using LightningRod.Cli.Bench.Intercept;
using LightningRod.Engine;
using LightningRod.Ports.Channels;

namespace LightningRod.Cli.Bench;

/// <summary>
/// What a member adds to an HTLC of nobody's, from the node's offer to the answer that lets it go on: alone, while clients' HTLCs are held, and when
/// many come at once. In turn with a loop that lets all go on at once, so that it can be told what of it is the machine's.
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
    private readonly HtlcSource _bareHtlcs = new();
    private readonly Latencies _all = new();
    private readonly Latencies _bare = new();
    private readonly Latencies _held = new();
    private readonly Latencies[] _phases = [new(), new(), new()];

    /// <summary>Measures.</summary>
    internal async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel)
    {
        var synced = Disk.SyncedWrite(folder.New("synced"));
        await using var lsp = await InterceptingLsp.StartAsync(folder.New("lsp"), _htlcs.Node, HtlcSource.ClientCount, cancel);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var answering = AnswerAllAsync(_bareHtlcs.Node, stop.Token);
        try
        {
            using var progress = new Progress(error, "rounds", Rounds);
            // One round more, the first, in which all code is compiled.
            for (var round = 0; round <= Rounds; round++)
            {
                await PlayAsync(_bareHtlcs, null, withBursts: false, cancel);
                var (bare, _) = _bareHtlcs.Node.Take();
                if (round > 0) _bare.Take(bare);
                for (var phase = 0; phase < _phases.Length; phase++)
                {
                    await PlayAsync(_htlcs, phase > 0 ? lsp.Host : null, withBursts: phase > 1, cancel);
                    var (passed, held) = _htlcs.Node.Take();
                    if (round == 0) continue;
                    _phases[phase].Take(passed);
                    _held.Take(held);
                }

                if (round > 0) progress.Report(round);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return Figures(synced);
    }

    private static async Task AnswerAllAsync(OfferingNode node, CancellationToken cancel)
    {
        await foreach (var report in node.ReadAsync(cancel))
        {
            if (report is HtlcOffered { Offer: var offer }) await node.AnswerAsync(new(offer.Key, new HtlcAnswer.Resume(), null, 0), cancel);
        }
    }

    /// <summary>Offers HTLCs of strangers for a while; with a host also those of its clients.</summary>
    private async Task PlayAsync(HtlcSource htlcs, EngineHost? host, bool withBursts, CancellationToken cancel)
    {
        var part = length / (Rounds * (_phases.Length + 1));
        List<Task> playing = [At(StrangersPerSecond, count => htlcs.OfferOfStrangersAsync(count, cancel))];
        if (host is not null) playing.Add(At(PaymentsPerSecond, count => PayAsync(htlcs, host, count, cancel)));
        if (withBursts) playing.Add(At(BurstsPerSecond, count => htlcs.OfferOfStrangersAsync(count * HtlcsOfABurst, cancel)));
        await Task.WhenAll(playing);
        var began = Stopwatch.GetTimestamp();
        while (htlcs.Node.Unanswered > 0)
        {
            if (Stopwatch.GetElapsedTime(began) > Patience) throw new InvalidOperationException("The bench's own HTLCs were not answered.");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancel);
        }

        Task At(double perSecond, Func<int, Task> play) => Task.Run(() => PaceAsync(part, perSecond, play, cancel), cancel);
    }

    private static async Task PayAsync(HtlcSource htlcs, EngineHost host, int count, CancellationToken cancel)
    {
        for (var i = 0; i < count; i++) await htlcs.OfferOfClientAsync(host, cancel);
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
            new("bare_p50", _bare.Within(0.5), $"ms, {StrangersPerSecond:0} a second, by a loop that lets all go on"),
            new("bare_p99", _bare.Within(0.99), $"ms, {StrangersPerSecond:0} a second, by a loop that lets all go on"),
            new("bare_max", _bare.Within(1), $"ms, {StrangersPerSecond:0} a second, by a loop that lets all go on"),
            .. each,
            new("held", _held.Count, "HTLCs of clients"),
            new("hold_p50", _held.Within(0.5), "ms from offer to hold, durable"),
            new("hold_p99", _held.Within(0.99), "ms from offer to hold, durable"),
            new("synced_write", synced, "ms, one page to this disk and durable"),
        ];
    }
}
