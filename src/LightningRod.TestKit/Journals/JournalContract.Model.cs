using System.Globalization;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;
using Xunit;

namespace LightningRod.TestKit.Journals;

/// <content>Whatever is done to it, a journal holds what the simplest one holds.</content>
public abstract partial class JournalContract
{
    /// <summary>Random work has the same outcomes, and leaves the same to read, as in a <see cref="MemoryJournal"/>.</summary>
    /// <param name="seed">The work's seed.</param>
    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public async Task Journal_RandomWork_HoldsWhatTheModelHolds(int seed)
    {
        var work = new RandomWork(seed);
        var model = new MemoryJournal(TimeProvider.System);
        var modelEpochs = model.ClaimAll().ToDictionary(claim => claim.Shard, claim => claim.Epoch);
        var seen = new HashSet<AppendOutcome>();
        for (var step = 0; step < 200; step++)
        {
            switch (work.Next(20))
            {
                case 0:
                    var (actor, add, at) = (RandomWork.Actors.ElementAt(work.Next(RandomWork.Clients * RandomWork.Keys)), work.Next(2) == 0, work.Time());
                    await BothAsync(model, journal => add
                        ? journal.QuarantineAsync(new QuarantineEntry(actor, QuarantineCategory.ApplyFailed, "It threw.", at), Cancel)
                        : journal.ReleaseAsync(actor, Cancel));
                    break;
                case 1:
                    await CompleteAsync(work.Next(RandomWork.Clients), work.Next(4) == 0 ? -1 : 0);
                    break;
                case 2:
                    var (position, attempts) = (work.Next(30), work.Next(9));
                    await BothAsync(model, journal => journal.NoteAttemptAsync(1, position, attempts, Cancel));
                    break;
                case 3:
                    var before = work.Time().AddSeconds(-100);
                    Assert.Equal(await model.TrimAsync(before, Cancel), await Journal.TrimAsync(before, Cancel));
                    break;
                case 4:
                    var modelClaims = model.ClaimAll();
                    modelEpochs = modelClaims.ToDictionary(claim => claim.Shard, claim => claim.Epoch);
                    var claims = step % 3 == 0 ? await RestartAsync() : await ClaimAsync();
                    Assert.Equal(modelClaims.Select(claim => claim.LastEffectPosition), claims.Select(claim => claim.LastEffectPosition));
                    break;
                default:
                    var batch = work.Batch();
                    var expected = await model.AppendAsync(Under(batch, modelEpochs), Cancel);
                    Assert.Equal(expected, await Journal.AppendAsync(Under(batch, Epochs), Cancel));
                    work.Learn(batch, expected);
                    seen.UnionWith(expected);
                    break;
            }

            if (step % 20 == 19) Assert.Equal(await DescribeAsync(model, work), await DescribeAsync(Journal, work));
        }

        Assert.Equal(Enum.GetValues<AppendOutcome>(), seen.Order());

        async Task CompleteAsync(int shard, int epochDifference)
        {
            var rows = (await model.ReadOutboxAsync((byte)shard, 0, 5, Cancel)).Select(row => (row.Shard, row.Position)).ToArray();
            await model.CompleteEffectsAsync(Of(modelEpochs), rows, Cancel);
            await Journal.CompleteEffectsAsync(Of(Epochs), rows, Cancel);

            Dictionary<byte, long> Of(IReadOnlyDictionary<byte, long> epochs) => new() { [(byte)shard] = epochs[(byte)shard] + epochDifference };
        }
    }

    private static ActorAppend[] Under(ActorAppend[] batch, IReadOnlyDictionary<byte, long> epochs) =>
        [.. batch.Select(append => append with { Epoch = epochs[append.Shard] + append.Epoch })];

    private async Task BothAsync(MemoryJournal model, Func<IJournal, Task> work)
    {
        await work(model);
        await work(Journal);
    }

    /// <summary>All that can be read, as lines.</summary>
    private static async Task<List<string>> DescribeAsync(IJournal journal, RandomWork work)
    {
        byte[] shards = [.. Enumerable.Range(0, RandomWork.Clients).Select(shard => (byte)shard)];
        var lines = new List<string>();
        foreach (var actor in RandomWork.Actors)
        {
            await foreach (var read in journal.ReadEventsAsync(actor, Cancel)) lines.Add($"{actor} {read.Sequence} {Text(read.Message)} {read.At:O}");
            for (var key = 0; key < 2; key++)
                lines.Add($"{actor} {key} {Hex(await journal.ReadContentAsync(actor, RandomWork.Key("body", key), Cancel))}");
        }

        foreach (var shard in shards)
        {
            foreach (var row in await journal.ReadOutboxAsync(shard, 0, 1000, Cancel))
                lines.Add($"{row.Shard} {row.Position} {row.Actor} {row.Destination} {row.Attempts} {Text(row.Effect)}");
            foreach (var command in work.Commands) lines.Add($"{shard} {command} {Text(await journal.FindReplyAsync(shard, command, Cancel))}");
            for (var key = 0; key < RandomWork.Keys * 2; key++)
                lines.Add($"{await journal.FindActorAsync(RandomWork.Client(shard), "payment_hash", RandomWork.Key("hash", key), Cancel)}");
        }

        // Alarms of one height or time may come in any order.
        var due = await journal.ReadDueAsync(shards, new Moment(At(-1_000_000), 25), 1000, Cancel);
        lines.AddRange(due.Select(actor => $"due {actor}").Order(StringComparer.Ordinal));
        due = await journal.ReadDueAsync(shards, new Moment(work.Now.AddSeconds(-20), 0), 1000, Cancel);
        lines.AddRange(due.Select(actor => $"due {actor}").Order(StringComparer.Ordinal));
        lines.Add($"next {(await journal.ReadNextDueTimeAsync(shards, Cancel))?.ToString("O", CultureInfo.InvariantCulture)}");
        foreach (var includeOver in new[] { false, true })
        {
            await foreach (var row in journal.ReadViewsAsync("payment", null, includeOver, Cancel)) lines.Add($"{row}");
        }

        lines.AddRange((await journal.ReadQuarantineAsync(Cancel)).Select(entry => $"{entry}"));
        return lines;
    }

    private static string Text(StoredMessage? message) => message is { } known ? $"{known.Name} {Hex(known.Payload)}" : "none";

    private static string Hex(ReadOnlyMemory<byte>? bytes) => bytes is { } known ? Convert.ToHexString(known.Span) : "none";
}
