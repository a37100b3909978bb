using System.Diagnostics;

namespace LightningRod.Cli.Bench.Holds;

/// <summary>Many who play payments on an engine, each one command after the other: so many commands are in flight.</summary>
internal sealed class Players
{
    private readonly HoldEngine _engine;
    private readonly Player[] _players;

    /// <summary>Makes them.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="lives">What each of them plays.</param>
    /// <param name="inFlight">How many they are.</param>
    internal Players(HoldEngine engine, Func<int, PaymentLives> lives, int inFlight)
    {
        _engine = engine;
        _players = [.. Enumerable.Range(0, inFlight).Select(number => new Player(engine, lives(number)))];
    }

    /// <summary>Plays for a time, then waits until all effects are done, which counts as well.</summary>
    /// <param name="length">How long.</param>
    /// <param name="latencies">Takes how long each command took.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>How long it took.</returns>
    internal async Task<TimeSpan> PlayAsync(TimeSpan length, Latencies latencies, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(_players.Select(player => Task.Run(() => player.PlayAsync(began, length, cancel), cancel)));
        await _engine.DrainAsync(cancel);
        var took = Stopwatch.GetElapsedTime(began);
        foreach (var player in _players) latencies.Take(player.Latencies);
        return took;
    }

    private sealed class Player(HoldEngine engine, PaymentLives lives)
    {
        private PaymentLife _life = lives.Next();
        private int _step;

        internal Latencies Latencies { get; } = new();

        internal async Task PlayAsync(long began, TimeSpan length, CancellationToken cancel)
        {
            do
            {
                if (_step == _life.Steps.Length) (_life, _step) = (lives.Next(), 0);
                var asked = Stopwatch.GetTimestamp();
                await engine.AskAsync(_life.Hold, _life.Steps[_step++], cancel);
                Latencies.Add(Stopwatch.GetTimestamp() - asked);
            }
            while (Stopwatch.GetElapsedTime(began) < length);
        }
    }
}
