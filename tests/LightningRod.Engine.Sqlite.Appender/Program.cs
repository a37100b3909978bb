using LightningRod.Engine.Journal;
using LightningRod.Engine.Sqlite;
using LightningRod.Engine.Sqlite.Appender;

// Appender FOLDER: appends until it is killed, and prints "WRITER N" for each decision whose outcome it was told.
// When the journal fails it prints "failed unknown|known MESSAGE", waits for a line, and goes on.
var say = new Lock();
try
{
    await using var journal = await SqliteJournal.OpenAsync(new SqliteJournalOptions { Folder = args[0] }, Work.InstallSecret, TimeProvider.System);
    var claims = await journal.ClaimAllAsync(CancellationToken.None);
    Say("open");
    await Task.WhenAll(Enumerable.Range(0, Work.Writers).Select(writer => AppendAsync(journal, writer, claims[writer].Epoch)));
    return 0;
}
catch (Exception failure) when (failure is JournalRefusedException or JournalUnavailableException)
{
    Say($"{(failure as JournalRefusedException)?.Reason.ToString() ?? "Unavailable"} {failure.Message}");
    return 1;
}

async Task AppendAsync(SqliteJournal journal, int writer, long epoch)
{
    while (true)
    {
        var n = await CountAsync(journal, writer) + 1;
        try
        {
            while (true)
            {
                var outcomes = await journal.AppendAsync([Work.Append(writer, n, epoch)], CancellationToken.None);
                if (outcomes[0] != AppendOutcome.Written) throw new InvalidOperationException($"Writer {writer}, decision {n}: {outcomes[0]}.");
                Say(FormattableString.Invariant($"{writer} {n++}"));
            }
        }
        catch (JournalUnavailableException failure)
        {
            Say($"failed {(failure.OutcomeIsUnknown ? "unknown" : "known")} {failure.Message}");
            if (await Console.In.ReadLineAsync() is null) return;
        }
    }
}

static async Task<long> CountAsync(SqliteJournal journal, int writer)
{
    var last = 0L;
    await foreach (var read in journal.ReadEventsAsync(Work.Actor(writer), CancellationToken.None)) last = read.Sequence;
    return last / 2;
}

void Say(string line)
{
    lock (say) Console.WriteLine(line);
}
