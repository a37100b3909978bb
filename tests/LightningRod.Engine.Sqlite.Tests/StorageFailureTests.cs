using System.Diagnostics;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Sqlite.Appender;

namespace LightningRod.Engine.Sqlite.Tests;

/// <summary>What ails the disk is said, nothing half is written, and when it is over the journal goes on by itself.</summary>
public sealed class StorageFailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Append_FullDisk_IsRefusedUntilThereIsSpace()
    {
        using var mount = Mount.Make(_folder.Path, 2);
        await using var journal = await _folder.OpenAsync(Cancel);
        await AssertFullAndThenWellAsync(journal, () =>
        {
            mount.Remount("size=16m");
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Append_FileAtItsLimit_IsRefusedUntilItMayGrow()
    {
        await using var journal = await _folder.OpenAsync(Cancel);
        await journal.ExecuteAsync("pragma max_page_count = 300", Cancel);
        await AssertFullAndThenWellAsync(journal, () => journal.ExecuteAsync("pragma max_page_count = 100000", Cancel));
    }

    [Fact]
    public async Task Append_FullDisk_LeavesWhatIsReadAndDone()
    {
        await using var journal = await _folder.OpenAsync(Cancel);
        var epoch = (await journal.ClaimAllAsync(Cancel))[0].Epoch;
        _ = await journal.AppendAsync([Work.Append(0, 1, epoch)], Cancel);
        await journal.ExecuteAsync("pragma max_page_count = 1", Cancel);
        await FillAsync(journal, epoch);
        await journal.CompleteEffectsAsync(new Dictionary<byte, long> { [0] = epoch }, [(0, 1)], Cancel);
        Assert.Single(await journal.ReadOutboxAsync(0, 0, 1, Cancel));
    }

    [Fact]
    public async Task Append_DiskThatFails_LeavesTheOutcomeUnknownAndGoesOnLater()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/prlimit"), "Limiting the size of a process's files needs prlimit of util-linux.");
        // A file that may not grow fails as a disk does, not as a full one. The runtime itself must not need files that grow.
        using var appender = new AppenderProcess(_folder.Path, "trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0");
        Assert.Equal("open", await appender.ReadUntilAsync(line => !char.IsAsciiDigit(line[0]), Cancel));
        await LimitFilesAsync(appender, "700000");
        var failed = await appender.ReadUntilAsync(line => line.StartsWith("failed", StringComparison.Ordinal), Cancel);
        Assert.StartsWith($"failed unknown The disk failed while {_folder.JournalFile} was read or written.", failed, StringComparison.Ordinal);
        await LimitFilesAsync(appender, "unlimited");
        for (var writer = 0; writer < Work.Writers; writer++) await appender.GoOnAsync();

        var told = appender.Told.Sum();
        var left = 200;
        _ = await appender.ReadUntilAsync(_ => --left == 0, Cancel);
        await appender.KillAsync(Cancel);
        Assert.True(appender.Told.Sum() > told + 100);
        await using var journal = await _folder.OpenAsync(Cancel);
        await WholeDecisions.AssertAsync(journal, appender.Told, Cancel);
    }

    [Fact]
    public async Task Append_ReadOnlyDisk_SaysWhatToDo()
    {
        using var mount = Mount.Make(_folder.Path, 4);
        using var appender = new AppenderProcess(_folder.Path);
        Assert.Equal("open", await appender.ReadUntilAsync(line => !char.IsAsciiDigit(line[0]), Cancel));
        // The process is stopped for good, as a member is when its disk turns read-only; what it left is opened where nothing can be written.
        await appender.KillAsync(Cancel);
        mount.Remount("ro");
        var failure = await Assert.ThrowsAsync<JournalUnavailableException>(() => _folder.OpenAsync(Cancel));
        Assert.Contains("Mount it for writing", failure.Message, StringComparison.Ordinal);
        mount.Remount("rw");
        await using var journal = await _folder.OpenAsync(Cancel);
        await WholeDecisions.AssertAsync(journal, appender.Told, Cancel);
    }

    [Fact]
    public async Task Journal_DamagedPages_SayHowToMend()
    {
        await using (var journal = await _folder.OpenAsync(Cancel))
        {
            var epoch = (await journal.ClaimAllAsync(Cancel))[0].Epoch;
            for (var n = 1; n <= 200; n++) _ = await journal.AppendAsync([Work.Append(0, n, epoch)], Cancel);
        }

        await DamageAsync(from: 2);
        var failure = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var journal = await _folder.OpenAsync(Cancel);
            var epoch = (await journal.ClaimAllAsync(Cancel))[0].Epoch;
            await WholeDecisions.AssertAsync(journal, new long[Work.Writers], Cancel);
        });
        Assert.True(failure is JournalUnavailableException { OutcomeIsUnknown: false } or JournalRefusedException { Reason: JournalRefusal.Damaged }, $"{failure}");
        Assert.Contains($"{_folder.JournalFile} is damaged. Stop the member", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Journal_OneDamagedPageOfEvents_FailsThoseReadsAlone()
    {
        await using (var journal = await _folder.OpenAsync(Cancel))
        {
            var claims = await journal.ClaimAllAsync(Cancel);
            for (var n = 1; n <= 100; n++) _ = await journal.AppendAsync([.. Enumerable.Range(0, 2).Select(w => Work.Append(w, n, claims[w].Epoch))], Cancel);
        }

        var page = await PageOfAsync("requested 1 50 "u8.ToArray());
        await DamageAsync(page, page);
        await using var damaged = await _folder.OpenAsync(Cancel);
        var failure = await Assert.ThrowsAsync<JournalUnavailableException>(async () => await CountAsync(damaged, 1));
        Assert.Contains($"{_folder.JournalFile} is damaged.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(200, await CountAsync(damaged, 0));
    }

    [Fact]
    public async Task Write_MistakeOfOne_LeavesTheOthersOfItsGroup()
    {
        await using var journal = await _folder.OpenAsync(Cancel);
        var claims = await journal.ClaimAllAsync(Cancel);
        // Fills a transaction's time, so that what follows comes into one group.
        var slow = journal.ExecuteAsync("with recursive n (i) as (select 1 union all select i + 1 from n where i < 300000) select max(i) from n", Cancel);
        var good = Enumerable.Range(0, 4).Select(writer => journal.AppendAsync([Work.Append(writer, 1, claims[writer].Epoch)], Cancel)).ToArray();
        var constraint = journal.ExecuteAsync("insert into installation (id, created_at, secret_check, shard_count) values (2, 0, x'', 0)", Cancel);
        var nameless = Work.Append(5, 1, claims[5].Epoch) with { Events = [Work.Message("a", 5, 1), default] };
        var mistake = journal.AppendAsync([nameless], Cancel);
        var late = journal.AppendAsync([Work.Append(4, 1, claims[4].Epoch)], Cancel);

        await slow;
        Assert.All(await Task.WhenAll([.. good, late]), outcomes => Assert.Equal([AppendOutcome.Written], outcomes));
        _ = await Assert.ThrowsAsync<InvalidOperationException>(() => constraint);
        _ = await Assert.ThrowsAnyAsync<Exception>(() => mistake);
        await WholeDecisions.AssertAsync(journal, [1, 1, 1, 1, 1, 0, 0, 0], Cancel);
    }

    [Fact]
    public async Task Journal_Disposed_SaysSo()
    {
        var journal = await _folder.OpenAsync(Cancel);
        await journal.DisposeAsync();
        await journal.DisposeAsync();
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => journal.ClaimAllAsync(Cancel));
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => journal.FindReplyAsync(0, CommandId.New(), Cancel));
    }

    [Fact]
    public async Task Dispose_WithWritesWaiting_WritesThem()
    {
        var journal = await _folder.OpenAsync(Cancel);
        var epoch = (await journal.ClaimAllAsync(Cancel))[0].Epoch;
        var writes = Enumerable.Range(1, 50).Select(n => journal.AppendAsync([Work.Append(0, n, epoch)], Cancel)).ToArray();
        await journal.DisposeAsync();
        Assert.All(await Task.WhenAll(writes), outcomes => Assert.Equal([AppendOutcome.Written], outcomes));
        await using var again = await _folder.OpenAsync(Cancel);
        await WholeDecisions.AssertAsync(again, [50, 0, 0, 0, 0, 0, 0, 0], Cancel);
    }

    private async Task AssertFullAndThenWellAsync(SqliteJournal journal, Func<Task> makeSpace)
    {
        var epoch = (await journal.ClaimAllAsync(Cancel))[0].Epoch;
        var (written, failure) = await FillAsync(journal, epoch);
        Assert.False(failure.OutcomeIsUnknown);
        Assert.StartsWith($"No space is left for {_folder.JournalFile}. Free some", failure.Message, StringComparison.Ordinal);
        for (var again = 0; again < 3; again++)
            _ = await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.AppendAsync([Work.Append(0, written + 1, epoch)], Cancel));
        await WholeDecisions.AssertAsync(journal, [written, 0, 0, 0, 0, 0, 0, 0], Cancel);

        await makeSpace();
        for (var n = written + 1; n <= written + 20; n++) Assert.Equal([AppendOutcome.Written], await journal.AppendAsync([Work.Append(0, n, epoch)], Cancel));
        await WholeDecisions.AssertAsync(journal, [written + 20, 0, 0, 0, 0, 0, 0, 0], Cancel);
    }

    private static async Task<(long Written, JournalUnavailableException Failure)> FillAsync(SqliteJournal journal, long epoch)
    {
        var written = (await CountAsync(journal, 0)) / 2L;
        while (true)
        {
            try
            {
                Assert.Equal([AppendOutcome.Written], await journal.AppendAsync([Work.Append(0, written + 1, epoch)], Cancel));
                Assert.True(++written < 100_000, "It is never full.");
            }
            catch (JournalUnavailableException failure)
            {
                return (written, failure);
            }
        }
    }

    private static async Task<int> CountAsync(SqliteJournal journal, int writer)
    {
        var count = 0;
        await foreach (var _ in journal.ReadEventsAsync(Work.Actor(writer), Cancel)) count++;
        return count;
    }

    private static async Task LimitFilesAsync(AppenderProcess appender, string bytes)
    {
        using var limit = Process.Start("prlimit", ["--pid", $"{appender.Id}", $"--fsize={bytes}:unlimited"]);
        await limit.WaitForExitAsync(Cancel);
        Assert.Equal(0, limit.ExitCode);
    }

    private async Task<long> PageOfAsync(byte[] text)
    {
        var bytes = await File.ReadAllBytesAsync(_folder.JournalFile, Cancel);
        return (bytes.AsSpan().IndexOf(text) / 4096) + 1;
    }

    private async Task DamageAsync(long from, long to = long.MaxValue)
    {
        await using var file = new FileStream(_folder.JournalFile, FileMode.Open);
        var noise = new byte[4096];
        new Random(3).NextBytes(noise);
        for (var page = from; page <= Math.Min(to, file.Length / 4096); page++)
        {
            file.Position = (page - 1) * 4096;
            await file.WriteAsync(noise, Cancel);
        }
    }
}
