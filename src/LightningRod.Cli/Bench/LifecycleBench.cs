using System.Diagnostics;
using LightningRod.Cli.Bench.Holds;

namespace LightningRod.Cli.Bench;

/// <summary>
/// Whole lives of held payments through the engine: asked for, two parts offered, triggered, both answers on their way to the node, both reported as
/// released and then as settled, closed.
/// </summary>
/// <param name="folder">Where the journal is.</param>
/// <param name="length">How long to measure in all.</param>
/// <param name="inFlight">How many payments live at one time.</param>
/// <param name="error">Where to tell how far it is.</param>
internal sealed class LifecycleBench(BenchFolder folder, TimeSpan length, int inFlight, TextWriter error)
{
    private const int Rounds = 7;
    private const int Clients = 1_000;

    private readonly Spread _payments = new();
    private readonly Spread _commands = new();
    private readonly Spread _median = new();
    private readonly Spread _slow = new();

    /// <summary>Measures.</summary>
    internal async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel)
    {
        var clients = PaymentLives.Clients(Clients, seed: 0);
        var synced = Disk.SyncedWrite(folder.New("synced"));
        var node = new BenchNode();
        await using var engine = await HoldEngine.StartAsync(folder.New("engine"), node, new(), TimeProvider.System, cancel);
        var payers = Enumerable.Range(0, inFlight).Select(number => new Payer(engine, node, new PaymentLives(clients, number))).ToList();
        using var progress = new Progress(error, "rounds", Rounds);
        // One round more, the first, in which all code is compiled.
        for (var round = 0; round <= Rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            await Task.WhenAll(payers.Select(payer => Task.Run(() => payer.PayAsync(began, length / Rounds, cancel), cancel)));
            await engine.DrainAsync(cancel);
            var took = Stopwatch.GetElapsedTime(began);
            var lives = new Latencies();
            foreach (var payer in payers) lives.Take(payer.Lives);
            if (round == 0) continue;
            Note(lives, took);
            progress.Report(round);
        }

        return
        [
            new("payments", _payments.Median, $"payments/s, {inFlight} at one time"),
            new("payments_lowest", _payments.Lowest, "payments/s, the lowest round"),
            new("payments_highest", _payments.Highest, "payments/s, the highest round"),
            new("commands", _commands.Median, "commands/s"),
            new("payment_p50", _median.Median, "ms from request to close"),
            new("payment_p99", _slow.Median, "ms from request to close"),
            new("synced_write", synced, "ms, one page to this disk and durable"),
        ];
    }

    private void Note(Latencies lives, TimeSpan took)
    {
        const int StepsOfALife = (3 * PaymentLives.UsualParts) + 2;
        _payments.Add(lives.Count / took.TotalSeconds);
        _commands.Add(StepsOfALife * lives.Count / took.TotalSeconds);
        _median.Add(lives.Within(0.5));
        _slow.Add(lives.Within(0.99));
    }

    private sealed class Payer(HoldEngine engine, BenchNode node, PaymentLives lives)
    {
        internal Latencies Lives { get; } = new();

        internal async Task PayAsync(long began, TimeSpan length, CancellationToken cancel)
        {
            do
            {
                var life = lives.Next();
                var answered = node.Answers(life.Hold, life.Parts);
                var born = Stopwatch.GetTimestamp();
                for (var step = 0; step < life.Steps.Length; step++)
                {
                    if (step == life.StepsUntilReleased) await answered.WaitAsync(cancel);
                    await engine.AskAsync(life.Hold, life.Steps[step], cancel);
                }

                Lives.Add(Stopwatch.GetTimestamp() - born);
            }
            while (Stopwatch.GetElapsedTime(began) < length);
        }
    }
}
