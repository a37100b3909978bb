using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Sqlite.Appender;

namespace LightningRod.Engine.Sqlite.Tests;

/// <summary>Whether decisions of the appender are there, whole or not at all.</summary>
internal static class WholeDecisions
{
    /// <summary>Checks all writers.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="told">The last decision of each writer that must be there.</param>
    /// <param name="cancel">Ends the test.</param>
    public static async Task AssertAsync(SqliteJournal journal, IReadOnlyList<long> told, CancellationToken cancel)
    {
        for (var writer = 0; writer < Work.Writers; writer++) await AssertAsync(journal, writer, told[writer], cancel);
    }

    private static async Task AssertAsync(SqliteJournal journal, int writer, long told, CancellationToken cancel)
    {
        var actor = Work.Actor(writer);
        var events = new List<StoredEvent>();
        await foreach (var read in journal.ReadEventsAsync(actor, cancel)) events.Add(read);
        var effects = await journal.ReadOutboxAsync((byte)writer, 0, int.MaxValue, cancel);
        var last = events.Count / 2;
        Assert.True(last >= told, $"Writer {writer} was told of {told}, and {last} are there.");
        Assert.Equal(Enumerable.Range(1, 2 * last).Select(n => (long)n), events.Select(e => e.Sequence));
        Assert.Equal(Enumerable.Range(1, 2 * last).Select(n => (long)n), effects.Select(row => row.Position));
        for (var n = 1; n <= last; n++)
        {
            AssertSame(Work.Message("requested", writer, n), events[(2 * n) - 2].Message);
            AssertSame(Work.Message("held", writer, n), events[(2 * n) - 1].Message);
            AssertSame(Work.Message("answer", writer, n), effects[(2 * n) - 2].Effect);
            AssertSame(Work.Message("wake", writer, n), effects[(2 * n) - 1].Effect);
            AssertSame(Work.Message("reply", writer, n), (await journal.FindReplyAsync((byte)writer, Work.Command(writer, n), cancel))!.Value);
            Assert.Equal(actor, await journal.FindActorAsync(actor.Client, "number", Work.Key(n), cancel));
            Assert.Equal(Work.Body(writer, n), (await journal.ReadContentAsync(actor, Work.Key(n), cancel))!.Value.ToArray());
        }

        Assert.Null(await journal.FindReplyAsync((byte)writer, Work.Command(writer, last + 1), cancel));
        Assert.Null(await journal.FindActorAsync(actor.Client, "number", Work.Key(last + 1), cancel));
        Assert.Null(await journal.ReadContentAsync(actor, Work.Key(last + 1), cancel));
        await foreach (var (_, view) in journal.ReadViewsAsync("payment", actor.Client, false, cancel)) Assert.Equal((ulong)last, view.Amount);
        Assert.Equal(last == 0 ? [] : [actor], await journal.ReadDueAsync([(byte)writer], new Moment(default, (uint)last), 10, cancel));
        Assert.Empty(await journal.ReadDueAsync([(byte)writer], new Moment(default, (uint)Math.Max(last - 1, 0)), 10, cancel));
    }

    private static void AssertSame(StoredMessage expected, StoredMessage actual)
    {
        Assert.Equal(expected.Name, actual.Name);
        Assert.True(expected.Payload.Span.SequenceEqual(actual.Payload.Span));
    }
}
