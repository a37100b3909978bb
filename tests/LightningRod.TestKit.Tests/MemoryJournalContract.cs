using LightningRod.Engine.Journal;
using LightningRod.TestKit.Journals;

namespace LightningRod.TestKit.Tests;

public sealed class MemoryJournalContract : JournalContract
{
    protected override Task<IJournal> OpenAsync() => Task.FromResult<IJournal>(new MemoryJournal(TimeProvider.System));

    protected override Task<IReadOnlyList<ShardClaim>> ClaimAllAsync(IJournal journal) => Task.FromResult(((MemoryJournal)journal).ClaimAll());

    protected override Task<IJournal> RestartAsync(IJournal journal)
    {
        ((MemoryJournal)journal).Crash();
        ((MemoryJournal)journal).Restart();
        return Task.FromResult(journal);
    }

    protected override Task CloseAsync(IJournal journal) => Task.CompletedTask;
}
