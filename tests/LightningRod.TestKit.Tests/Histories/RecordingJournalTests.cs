using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;
using LightningRod.TestKit.Histories;
using LightningRod.TestKit.Journals;

namespace LightningRod.TestKit.Tests.Histories;

public sealed class RecordingJournalTests
{
    private static readonly ActorId Actor = new("payment", new([1]), new([2]));

    private readonly MemoryJournal _inner = new(TimeProvider.System);
    private readonly History _history = new();
    private readonly RecordingJournal _journal;
    private readonly long _epoch;

    public RecordingJournalTests()
    {
        _epoch = _inner.ClaimAll()[0].Epoch;
        _journal = new(_inner, _history, static (actor, message) => message.Name == "ended" ? new HoldEndStored(actor) : null);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_Written_IsInTheHistoryOnce()
    {
        await _journal.AppendAsync([Append("other", "ended")], Cancel);
        Assert.Equal(2, await CountAsync());
        Assert.Equal(new HoldEndStored(Actor), Assert.Single(_history.Entries));
    }

    [Fact]
    public async Task Append_Refused_IsNotInTheHistory()
    {
        await _journal.AppendAsync([Append("ended") with { Epoch = _epoch - 1 }], Cancel);
        Assert.Empty(_history.Entries);
    }

    [Fact]
    public async Task Append_ThatFailedForCertain_IsNotInTheHistory()
    {
        _inner.FaultOf = static (_, _) => AppendFault.Refused;
        await Assert.ThrowsAsync<JournalUnavailableException>(() => _journal.AppendAsync([Append("ended")], Cancel));
        Assert.Empty(_history.Entries);
    }

    [Fact]
    public async Task Append_WithUnknownOutcome_IsUncertainUntilItIsReadBack()
    {
        _inner.FaultOf = static (_, _) => AppendFault.Lost(1);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => _journal.AppendAsync([Append("ended")], Cancel));
        Assert.Equal(new HoldEndStored(Actor) { IsCertain = false }, Assert.Single(_history.Entries));
        Assert.Equal(1, await CountAsync());
        Assert.Equal([new HoldEndStored(Actor) { IsCertain = false }, new HoldEndStored(Actor)], _history.Entries);
    }

    [Fact]
    public async Task Append_WithUnknownOutcome_IsCertainWhenAnEffectOfItIsRead()
    {
        _inner.FaultOf = static (_, _) => AppendFault.Lost(1);
        var append = Append("ended") with { FirstEffectPosition = 5, Effects = [("node/lsp", new("told", new byte[] { 7 }))] };
        await Assert.ThrowsAsync<JournalUnavailableException>(() => _journal.AppendAsync([append], Cancel));
        Assert.Single(await _journal.ReadOutboxAsync(0, 0, 10, Cancel));
        Assert.Equal([new HoldEndStored(Actor) { IsCertain = false }, new HoldEndStored(Actor)], _history.Entries);
    }

    private ActorAppend Append(params string[] names) =>
        new(Actor, 0, _epoch, 1, DateTimeOffset.UnixEpoch) { Events = [.. names.Select(static name => new StoredMessage(name, new byte[] { 1 }))] };

    private async Task<int> CountAsync() => await _journal.ReadEventsAsync(Actor, Cancel).CountAsync(Cancel);
}
