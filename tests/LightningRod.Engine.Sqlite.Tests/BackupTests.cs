using LightningRod.Engine.Journal;
using LightningRod.Engine.Sqlite.Appender;

namespace LightningRod.Engine.Sqlite.Tests;

public sealed class BackupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _other = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Backup_WhileItIsWritten_IsAWholeJournal()
    {
        await using var journal = await _folder.OpenAsync(Cancel);
        var claims = await journal.ClaimAllAsync(Cancel);
        var told = new long[Work.Writers];
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Work.Writers).Select(writer => Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested || told[writer] < 50)
                {
                    _ = await journal.AppendAsync([Work.Append(writer, told[writer] + 1, claims[writer].Epoch)], Cancel);
                    told[writer]++;
                }
            },
            Cancel)).ToArray();
        while (told.Min() < 30) await Task.Yield();

        var before = told.ToArray();
        var progress = new Reports();
        await journal.BackupAsync(_other.JournalFile, progress, Cancel);
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        Assert.Equal([_other.JournalFile], Directory.GetFiles(_other.Path));
        Assert.True(progress.Count > 1);
        Assert.Equal(progress.Last.BytesTotal, progress.Last.BytesCopied);
        Assert.Equal(new FileInfo(_other.JournalFile).Length, progress.Last.BytesTotal);
        await using (var copy = await _other.OpenAsync(Cancel))
        {
            await WholeDecisions.AssertAsync(copy, before, Cancel);
            Assert.All(await copy.ClaimAllAsync(Cancel), claim => Assert.True(claim.Epoch > claims[claim.Shard].Epoch));
        }

        await WholeDecisions.AssertAsync(journal, told, Cancel);
    }

    [Fact]
    public async Task Backup_RestoredAfterLaterStarts_ClaimsHigherEpochsThanThose()
    {
        var clock = new Clock(DateTimeOffset.UnixEpoch.AddYears(60));
        IReadOnlyList<ShardClaim> last = [];
        for (var start = 0; start < 5; start++)
        {
            clock.Now = clock.Now.AddMinutes(1);
            await using var journal = await OpenAsync(_folder, clock);
            last = await journal.ClaimAllAsync(Cancel);
            if (start == 0) await journal.BackupAsync(_other.JournalFile, null, Cancel);
        }

        clock.Now = clock.Now.AddMinutes(1);
        await using var restored = await OpenAsync(_other, clock);
        Assert.All(await restored.ClaimAllAsync(Cancel), claim => Assert.True(claim.Epoch > last[claim.Shard].Epoch));
    }

    [Fact]
    public async Task Backup_FileThatExists_IsLeftAlone()
    {
        await using var journal = await _folder.OpenAsync(Cancel);
        await File.WriteAllTextAsync(_other.JournalFile, "precious", Cancel);
        var failure = await Assert.ThrowsAsync<IOException>(() => journal.BackupAsync(_other.JournalFile, null, Cancel));
        Assert.Contains(_other.JournalFile, failure.Message, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(_other.JournalFile, Cancel));
    }

    [Fact]
    public async Task Backup_Cancelled_LeavesNothingBehind()
    {
        await using var journal = await _folder.OpenAsync(Cancel);
        var epoch = (await journal.ClaimAllAsync(Cancel))[0].Epoch;
        for (var n = 1; n <= 300; n++) _ = await journal.AppendAsync([Work.Append(0, n, epoch)], Cancel);
        using var source = new CancellationTokenSource();
        var progress = new Reports { Then = source.Cancel };
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => journal.BackupAsync(_other.JournalFile, progress, source.Token));
        Assert.Equal(1, progress.Count);
        Assert.Empty(Directory.GetFiles(_other.Path));
        Assert.Equal([AppendOutcome.Written], await journal.AppendAsync([Work.Append(0, 301, epoch)], Cancel));
    }

    [Fact]
    public async Task Backup_NoSpaceForTheCopy_NamesTheCopy()
    {
        await using var journal = await _folder.OpenAsync(Cancel);
        var epoch = (await journal.ClaimAllAsync(Cancel))[0].Epoch;
        for (var n = 1; n <= 300; n++) _ = await journal.AppendAsync([Work.Append(0, n, epoch)], Cancel);
        using var mount = Mount.Make(_other.Path, 1);
        var failure = await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.BackupAsync(_other.JournalFile, null, Cancel));
        Assert.StartsWith($"No space is left for {_other.JournalFile}.", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_other.Path));
    }

    [Fact]
    public async Task Backup_FolderThatIsMissing_NamesTheCopy()
    {
        await using var journal = await _folder.OpenAsync(Cancel);
        var path = Path.Combine(_other.Path, "missing", "journal.db");
        var failure = await Assert.ThrowsAnyAsync<IOException>(() => journal.BackupAsync(path, null, Cancel));
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
    }

    private static Task<SqliteJournal> OpenAsync(TemporaryFolder folder, TimeProvider time) =>
        SqliteJournal.OpenAsync(new SqliteJournalOptions { Folder = folder.Path }, Work.InstallSecret, time, Cancel);

    private sealed class Reports : IProgress<BackupProgress>
    {
        public int Count { get; private set; }

        public BackupProgress Last { get; private set; }

        public Action? Then { get; init; }

        public void Report(BackupProgress value)
        {
            Count++;
            Last = value;
            Then?.Invoke();
        }
    }

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
