using LightningRod.Engine.Journal;
using LightningRod.TestKit.Journals;

namespace LightningRod.Engine.Sqlite.Tests;

public sealed class SqliteJournalContract : JournalContract
{
    private readonly TemporaryFolder _folder = new();

    protected override async Task<IJournal> OpenAsync() => await _folder.OpenAsync(Cancel);

    protected override async Task<IReadOnlyList<ShardClaim>> ClaimAllAsync(IJournal journal) => await ((SqliteJournal)journal).ClaimAllAsync(Cancel);

    protected override async Task<IJournal> RestartAsync(IJournal journal)
    {
        await ((SqliteJournal)journal).DisposeAsync();
        return await OpenAsync();
    }

    protected override async Task CloseAsync(IJournal journal)
    {
        await ((SqliteJournal)journal).DisposeAsync();
        _folder.Dispose();
    }
}
