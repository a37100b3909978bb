using System.Diagnostics;
using LightningRod.Cli.Bench.Holds;
using LightningRod.Engine.Journal;

namespace LightningRod.Cli.Bench.Bare;

/// <summary>The least that must be done for the decisions that an engine makes: writing their rows, many in one commit.</summary>
internal sealed class BareLoop : IDisposable
{
    private readonly BareWriter _writer;
    private readonly Decider _decider;
    private readonly PaymentLives _lives;
    private readonly IEnumerator<ActorAppend>[] _players;
    private int _next;

    private BareLoop(BareWriter writer, Decider decider, PaymentLives lives, int inFlight)
    {
        (_writer, _decider, _lives) = (writer, decider, lives);
        _players = [.. Enumerable.Range(0, inFlight).Select(_ => Begin())];
    }

    /// <summary>Rows written, changed and deleted.</summary>
    internal long Rows => _writer.Rows;

    /// <summary>Makes a journal of its own with the schema of all journals.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="lives">What is played.</param>
    /// <param name="inFlight">How many payments are played at one time.</param>
    /// <param name="cancel">Ends the wait.</param>
    internal static async Task<BareLoop> MakeAsync(string folder, PaymentLives lives, int inFlight, CancellationToken cancel)
    {
        IReadOnlyDictionary<byte, long> epochs;
        string file;
        await using (var journal = await HoldEngine.OpenAsync(folder, cancel))
        {
            epochs = (await journal.ClaimAllAsync(cancel)).ToDictionary(claim => claim.Shard, claim => claim.Epoch);
            file = journal.File;
        }

        return new(new BareWriter(file), new Decider(epochs), lives, inFlight);
    }

    /// <summary>Decides commands, outside of all measuring.</summary>
    /// <param name="count">How many.</param>
    internal ActorAppend[] Decide(int count)
    {
        var decided = new ActorAppend[count];
        for (var i = 0; i < count; i++) decided[i] = DecideNext();
        return decided;
    }

    /// <summary>Writes decided commands in their order.</summary>
    /// <param name="decided">The decisions.</param>
    /// <param name="batch">How many in one commit.</param>
    /// <param name="latencies">Takes how long each waited and was written: as many wait at one time as are in flight.</param>
    /// <returns>How long it took.</returns>
    internal TimeSpan Write(ReadOnlySpan<ActorAppend> decided, int batch, Latencies latencies)
    {
        var began = Stopwatch.GetTimestamp();
        // When those who are in flight asked: as soon as one of them was told, another one asks.
        var asked = new Queue<long>(Enumerable.Repeat(began, _players.Length));
        for (var i = 0; i < decided.Length; i += batch)
        {
            var group = decided.Slice(i, Math.Min(batch, decided.Length - i));
            _writer.Write(group);
            var now = Stopwatch.GetTimestamp();
            for (var told = 0; told < group.Length; told++)
            {
                latencies.Add(now - asked.Dequeue());
                asked.Enqueue(now);
            }
        }

        return Stopwatch.GetElapsedTime(began);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var player in _players) player.Dispose();
        _writer.Dispose();
    }

    private ActorAppend DecideNext()
    {
        _next = (_next + 1) % _players.Length;
        while (!_players[_next].MoveNext())
        {
            _players[_next].Dispose();
            _players[_next] = Begin();
        }

        return _players[_next].Current;
    }

    private IEnumerator<ActorAppend> Begin()
    {
        var life = _lives.Next();
        return _decider.Decide(life, life.Steps.Length).GetEnumerator();
    }
}
