using LightningRod.Cli.Bench.Bare;
using LightningRod.Cli.Bench.Holds;

namespace LightningRod.Cli.Bench;

/// <summary>
/// Commands of held payments through the whole engine, against a bare loop that writes the same rows as durably; in turn, so that what disturbs the
/// machine disturbs both alike.
/// </summary>
/// <param name="folder">Where the journals are.</param>
/// <param name="length">How long to measure the engine in all.</param>
/// <param name="inFlight">How many commands are in flight.</param>
/// <param name="error">Where to tell how far it is.</param>
internal sealed class EngineBench(BenchFolder folder, TimeSpan length, int inFlight, TextWriter error)
{
    private const int Rounds = 7;
    private const int Clients = 1_000;
    private const double LeastShareOfBare = 0.5;
    private const double MostOfBareLatency = 3;

    private readonly Spread _engine = new();
    private readonly Spread _bare = new();
    private readonly Spread _bareInOne = new();
    private readonly Spread _ratio = new();
    private readonly Spread _engineMedian = new();
    private readonly Spread _engineSlow = new();
    private readonly Spread _bareMedian = new();
    private readonly Spread _bareSlow = new();
    private readonly Spread _slowRatio = new();
    private readonly Spread _batch = new();

    /// <summary>Measures.</summary>
    internal async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel)
    {
        var clients = PaymentLives.Clients(Clients, seed: 0);
        var synced = Disk.SyncedWrite(folder.New("synced"));
        await using var engine = await HoldEngine.StartAsync(folder.New("engine"), new BenchNode(), new(), TimeProvider.System, cancel);
        using var bare = await BareLoop.MakeAsync(folder.New("bare"), new PaymentLives(clients, seed: -1), inFlight, cancel);
        var players = new Players(engine, number => new PaymentLives(clients, number), inFlight);
        using var progress = new Progress(error, "rounds", Rounds);
        var (rows, commands) = (0L, 0L);
        // One round more, the first, in which all code is compiled.
        for (var round = 0; round <= Rounds; round++)
        {
            Latencies asked = new(), written = new();
            var commits = engine.Journal.Commits;
            var engineTook = await players.PlayAsync(length / Rounds, asked, cancel);
            var batch = (double)asked.Count / (engine.Journal.Commits - commits);

            var decided = bare.Decide(asked.Count);
            GC.Collect();
            var rowsBefore = bare.Rows;
            var bareTook = bare.Write(decided, (int)Math.Round(batch), written);
            var rowsWritten = bare.Rows - rowsBefore;
            var inOne = bare.Write(bare.Decide(asked.Count), inFlight, new Latencies());
            if (round == 0) continue;
            (rows, commands) = (rows + rowsWritten, commands + decided.Length);
            _bareInOne.Add(decided.Length / inOne.TotalSeconds);
            Note(asked, engineTook, written, bareTook, batch);
            progress.Report(round);
        }

        return Figures((double)rows / commands, synced);
    }

    private void Note(Latencies asked, TimeSpan engineTook, Latencies written, TimeSpan bareTook, double batch)
    {
        _engine.Add(asked.Count / engineTook.TotalSeconds);
        _bare.Add(written.Count / bareTook.TotalSeconds);
        _ratio.Add(bareTook / engineTook);
        _engineMedian.Add(asked.Within(0.5));
        _engineSlow.Add(asked.Within(0.99));
        _bareMedian.Add(written.Within(0.5));
        _bareSlow.Add(written.Within(0.99));
        _slowRatio.Add(asked.Within(0.99) / written.Within(0.99));
        _batch.Add(batch);
    }

    private IReadOnlyList<Figure> Figures(double rowsPerCommand, double synced) =>
    [
        new("engine_commands", _engine.Median, $"commands/s, {inFlight} in flight"),
        new("bare_commands", _bare.Median, "commands/s, the same rows in commits of the same size"),
        new("bare_commands_in_one", _bareInOne.Median, $"commands/s, the same rows in commits of {inFlight}"),
        Figure.AtLeast("engine_of_bare", _ratio.Median, "ratio, median of rounds", LeastShareOfBare),
        new("engine_of_bare_lowest", _ratio.Lowest, "ratio, the lowest round"),
        new("engine_of_bare_highest", _ratio.Highest, "ratio, the highest round"),
        new("engine_p50", _engineMedian.Median, "ms"),
        new("engine_p99", _engineSlow.Median, "ms"),
        new("bare_p50", _bareMedian.Median, $"ms, {inFlight} in flight"),
        new("bare_p99", _bareSlow.Median, $"ms, {inFlight} in flight"),
        Figure.AtMost("p99_of_bare", _slowRatio.Median, "ratio, median of rounds", MostOfBareLatency),
        new("p99_of_bare_lowest", _slowRatio.Lowest, "ratio, the lowest round"),
        new("p99_of_bare_highest", _slowRatio.Highest, "ratio, the highest round"),
        new("rows", rowsPerCommand, "rows written, changed and deleted for each command"),
        new("batch", _batch.Median, "commands in one commit"),
        new("synced_write", synced, "ms, one page to this disk and durable"),
    ];
}
