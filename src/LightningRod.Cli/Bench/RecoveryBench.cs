using System.Diagnostics;
using LightningRod.Actors.HeldPayment;
using LightningRod.Cli.Bench.Holds;
using LightningRod.Engine;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Sqlite;
using LightningRod.Wire.Primitives;

namespace LightningRod.Cli.Bench;

/// <summary>How fast actors are read again, what passivated ones cost, and how fast a member with many open holds starts.</summary>
/// <param name="folder">Where the journals are.</param>
/// <param name="events">How many events are read again, for short and for long histories.</param>
/// <param name="holds">How many open holds the member has that is started.</param>
/// <param name="inFlight">How many actors are asked at one time.</param>
/// <param name="error">Where to tell how far it is.</param>
internal sealed class RecoveryBench(BenchFolder folder, int events, int holds, int inFlight, TextWriter error)
{
    private const int Rounds = 5;
    private const double LeastEvents = 100_000;
    private const double LongestStart = 60;
    private const int PartsOfALongHistory = 64;
    private const int MostLoaded = 100_000;
    private const double MostBytesOfPassivated = 1;

    private readonly List<Figure> _figures = [];

    /// <summary>Measures.</summary>
    internal async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel)
    {
        await ReadAgainAsync("short", PaymentLives.UsualParts, cancel);
        await ReadAgainAsync("long", PartsOfALongHistory, cancel);
        await StartAsync(cancel);
        return _figures;
    }

    private async Task ReadAgainAsync(string what, int parts, CancellationToken cancel)
    {
        // Asked for, held, triggered, released, passed, settled, ended and closed.
        var eventsOfALife = (4 * parts) + 4;
        var lives = Math.Max(1, events / eventsOfALife);
        var (path, perSecond) = (folder.New(what), new Spread());
        var progress = new Progress(error, $"filling the journal, {what} histories", lives);
        var actors = await HoldJournal.FillAsync(path, lives, parts, isOver: true, keep: lives, progress, cancel);
        // One round more, the first, in which all code is compiled.
        for (var round = 0; round <= Rounds; round++)
        {
            await using var engine = await HoldEngine.StartAsync(path, new BenchNode(), new(), TimeProvider.System, cancel);
            var took = await LoadAsync(engine, actors, cancel);
            if (round > 0) perSecond.Add((double)actors.Count * eventsOfALife / took.TotalSeconds);
        }

        _figures.Add(Figure.AtLeast($"recovery_{what}", perSecond.Median, $"events/s, histories of {eventsOfALife} events, {inFlight} actors at one time", LeastEvents));
        _figures.Add(new($"recovery_{what}_lowest", perSecond.Lowest, "events/s, the lowest round"));
        _figures.Add(new($"recovery_{what}_highest", perSecond.Highest, "events/s, the highest round"));
    }

    private async Task StartAsync(CancellationToken cancel)
    {
        var path = folder.New("open");
        var progress = new Progress(error, "filling the journal, open holds", holds);
        var loaded = await HoldJournal.FillAsync(path, holds, PaymentLives.UsualParts, isOver: false, Math.Min(holds, MostLoaded), progress, cancel);
        var size = new FileInfo(Path.Combine(path, SqliteJournalOptions.FileName)).Length;
        var time = new BenchTime();
        // Longer than all loading takes; then the clock is put forward.
        var options = new EngineOptions { ActorsPerLane = 10 * MostLoaded, PassivateAfter = TimeSpan.FromSeconds(2 + (loaded.Count / 2_000)) };
        var rss = Memory.Resident();

        var began = Stopwatch.GetTimestamp();
        await using var engine = await HoldEngine.StartAsync(path, new BenchNode(), options, time, cancel);
        var started = Stopwatch.GetElapsedTime(began);
        var atStart = engine.Host.Health.ActorsLoaded;
        await engine.AskAsync(loaded[0], Question, cancel);
        var answered = Stopwatch.GetElapsedTime(began);

        _figures.Add(Figure.AtMost("start", started.TotalSeconds, $"s, a member with {holds:#,0} open holds", LongestStart));
        _figures.Add(Figure.AtMost("start_first_answer", answered.TotalSeconds, "s, the first command answered", LongestStart));
        _figures.Add(Figure.AtMost("start_actors_loaded", atStart, "actors", 0));
        _figures.Add(new("start_memory", (Memory.Resident() - rss) / 1e6, "MB that the start added to the process"));
        _figures.Add(new("start_memory_resident", Memory.Resident() / 1e6, "MB, the whole process"));
        _figures.Add(new("journal_size", size / 1e6, "MB"));
        await PassivateAsync(engine, time, options, loaded, cancel);
    }

    private async Task PassivateAsync(
        HoldEngine engine, BenchTime time, EngineOptions options, List<ActorId> actors, CancellationToken cancel)
    {
        var none = Memory.Heap();
        await LoadAsync(engine, actors, cancel);
        var all = Memory.Heap();
        var count = engine.Host.Health.ActorsLoaded;
        time.Advance(options.PassivateAfter);
        // Once more when none is left: the lane that let the last one go may still be at it.
        for (var left = count; left > 0;)
        {
            left = engine.Host.Health.ActorsLoaded;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancel);
        }

        _figures.Add(new("loaded_actor", (double)(all - none) / count, $"bytes, each of {count:#,0} open holds in memory"));
        _figures.Add(Figure.AtMost("passivated_actor", Math.Max(0, (double)(Memory.Heap() - none) / count), "bytes, the same after passivation", MostBytesOfPassivated));
    }

    // A part that no hold knows: it is answered, and nothing is written.
    private static LifeStep Question { get; } = new(new ReportPart(new("bench", new(Bytes32.Random()), 0), PartReport.Released, PayerIsBack: true), null);

    private async Task<TimeSpan> LoadAsync(HoldEngine engine, List<ActorId> actors, CancellationToken cancel)
    {
        var (began, next) = (Stopwatch.GetTimestamp(), -1);
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(AskAsync, cancel)));
        return Stopwatch.GetElapsedTime(began);

        async Task AskAsync()
        {
            for (var i = Interlocked.Increment(ref next); i < actors.Count; i = Interlocked.Increment(ref next))
                await engine.AskAsync(actors[i], Question, cancel);
        }
    }
}
