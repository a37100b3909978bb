using LightningRod.Engine.Journal;
using LightningRod.TestKit.Histories;
using LightningRod.TestKit.Journals;

namespace LightningRod.TestKit.Tests.Histories;

/// <summary>A journal that is recorded keeps the promises of every journal.</summary>
public sealed class RecordingJournalContract : JournalContract
{
    private readonly MemoryJournal _inner = new(TimeProvider.System);

    protected override Task<IJournal> OpenAsync() => Task.FromResult<IJournal>(new RecordingJournal(_inner, new(), static (_, _) => null));

    protected override Task<IReadOnlyList<ShardClaim>> ClaimAllAsync(IJournal journal) => Task.FromResult(_inner.ClaimAll());

    protected override Task<IJournal> RestartAsync(IJournal journal)
    {
        _inner.Crash();
        _inner.Restart();
        return Task.FromResult(journal);
    }

    protected override Task CloseAsync(IJournal journal) => Task.CompletedTask;
}
