using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Sqlite;

namespace LightningRod.Cli.Bench.Holds;

/// <summary>Fills journals by their own append, many holds in one commit.</summary>
internal static class HoldJournal
{
    private const int HoldsAtOnce = 500;
    private const int HoldsOfAClient = 10;

    /// <summary>Makes a journal of holds.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="count">How many holds.</param>
    /// <param name="parts">How many parts each has.</param>
    /// <param name="isOver">Whether they are over, with nothing to be done; else they are open, with all parts held.</param>
    /// <param name="keep">How many of the holds to name.</param>
    /// <param name="progress">Told how far it is; ended at the end.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <returns>Holds from all over the journal.</returns>
    internal static async Task<List<ActorId>> FillAsync(
        string folder, int count, int parts, bool isOver, int keep, Progress progress, CancellationToken cancel)
    {
        using var telling = progress;
        await using var journal = await HoldEngine.OpenAsync(folder, cancel);
        var decider = new Decider((await journal.ClaimAllAsync(cancel)).ToDictionary(claim => claim.Shard, claim => claim.Epoch));
        var clients = PaymentLives.Clients(Math.Max(1, count / HoldsOfAClient), seed: 0);
        var (lives, kept, batch) = (new PaymentLives(clients, seed: 1, parts), new List<ActorId>(), new List<ActorAppend>());
        var holdsAtOnce = Math.Max(1, HoldsAtOnce / parts);
        for (var i = 0; i < count; i++)
        {
            var life = lives.Next(clients[(int)((long)i * clients.Length / count)]);
            if ((long)i * keep / count != (i - 1L) * keep / count || i == 0) kept.Add(life.Hold);
            var decided = decider.Decide(life, isOver ? life.Steps.Length : life.StepsUntilHeld);
            batch.AddRange(isOver ? decided.Select(append => append with { Effects = [] }) : decided);
            if ((i + 1) % holdsAtOnce != 0 && i + 1 < count) continue;
            await AppendAsync(journal, batch, cancel);
            batch.Clear();
            telling.Report(i + 1);
        }

        await journal.RaiseHeightAsync("bitcoin", PaymentLives.Height, TimeProvider.System.GetUtcNow(), cancel);
        return kept;
    }

    private static async Task AppendAsync(SqliteJournal journal, List<ActorAppend> batch, CancellationToken cancel)
    {
        var outcomes = await journal.AppendAsync(batch, cancel);
        if (Array.Exists(outcomes, outcome => outcome != AppendOutcome.Written))
            throw new InvalidOperationException("The bench's own decisions were refused by the journal.");
    }
}
