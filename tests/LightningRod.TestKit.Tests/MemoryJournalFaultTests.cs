using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;
using LightningRod.TestKit.Journals;

namespace LightningRod.TestKit.Tests;

public sealed class MemoryJournalFaultTests
{
    private readonly HeldTime _time = new();
    private readonly MemoryJournal _journal;
    private readonly long _epoch;

    public MemoryJournalFaultTests()
    {
        _journal = new MemoryJournal(_time);
        _epoch = _journal.ClaimAll()[0].Epoch;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_Refused_WritesNothingAndSaysSo()
    {
        _journal.FaultOf = (number, _) => number == 1 ? AppendFault.Refused : AppendFault.None;
        Assert.False((await FailsAsync(Batch(2))).OutcomeIsUnknown);
        Assert.Equal(0, await CountAsync(2));
        Assert.Equal([AppendOutcome.Written, AppendOutcome.Written], await _journal.AppendAsync(Batch(2), Cancel));
        Assert.Equal(2, _journal.Appends);
    }

    [Theory, InlineData(0), InlineData(2), InlineData(3), InlineData(int.MaxValue)]
    public async Task Append_Lost_WritesSomeAndLeavesTheOutcomeUnknown(int written)
    {
        _journal.FaultOf = (_, _) => AppendFault.Lost(written);
        Assert.True((await FailsAsync(Batch(3))).OutcomeIsUnknown);
        Assert.Equal(Math.Min(written, 3), await CountAsync(3));
    }

    [Fact]
    public async Task Append_CrashBefore_WritesNothingAndAnswersNothing()
    {
        _journal.FaultOf = (_, _) => AppendFault.CrashBefore;
        Assert.True((await FailsAsync(Batch(1))).OutcomeIsUnknown);
        await AssertSilentAsync();
        _journal.Restart();
        Assert.Equal(0, await CountAsync(1));
    }

    [Fact]
    public async Task Append_CrashAfter_WritesAllAndAnswersNothing()
    {
        _journal.FaultOf = (_, _) => AppendFault.CrashAfter;
        Assert.True((await FailsAsync(Batch(3))).OutcomeIsUnknown);
        await AssertSilentAsync();
        _journal.Restart();
        Assert.Equal(3, await CountAsync(3));
    }

    [Fact]
    public async Task Append_CrashAfterSome_WritesThose()
    {
        _journal.FaultOf = (_, batch) => AppendFault.CrashAfterSome(batch.Count - 1);
        _ = await FailsAsync(Batch(3));
        Assert.True(_journal.HasCrashed);
        _journal.Restart();
        Assert.Equal(2, await CountAsync(3));
    }

    [Fact]
    public async Task Append_Delayed_IsWrittenWhenTheTimeHasComeAlsoForThoseWhoWaitNoLonger()
    {
        _journal.FaultOf = (_, _) => AppendFault.None with { Delay = TimeSpan.FromSeconds(5) };
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var append = _journal.AppendAsync(Batch(1), source.Token);
        Assert.Equal(0, await CountAsync(1));
        await source.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => append);
        Assert.Equal(TimeSpan.FromSeconds(5), _time.Release());
        while (await CountAsync(1) == 0) await Task.Yield();
    }

    [Fact]
    public async Task Append_CrashWhileDelayed_WritesNothing()
    {
        _journal.FaultOf = (_, _) => AppendFault.None with { Delay = TimeSpan.FromSeconds(5) };
        var append = _journal.AppendAsync(Batch(1), Cancel);
        _journal.Crash();
        _ = _time.Release();
        Assert.True((await Assert.ThrowsAsync<JournalUnavailableException>(() => append)).OutcomeIsUnknown);
        _journal.Restart();
        Assert.Equal(0, await CountAsync(1));
    }

    [Fact]
    public async Task Claim_OneShard_FencesItsFormerOwnerAlone()
    {
        Assert.Equal(new ShardClaim(0, _epoch + 1, 0), _journal.Claim(0));
        Assert.Equal([AppendOutcome.Fenced, AppendOutcome.Written], await _journal.AppendAsync([Append(0, 0), Append(1, 1)], Cancel));
    }

    private ActorAppend Append(int number, byte shard) =>
        new(Actor(number), shard, _epoch, 1, DateTimeOffset.UnixEpoch) { Events = [new StoredMessage("held.v1", ReadOnlyMemory<byte>.Empty)] };

    private static ActorId Actor(int number) => new("payment", new OpaqueKey([1]), new OpaqueKey([(byte)(number + 1)]));

    private ActorAppend[] Batch(int count) => [.. Enumerable.Range(0, count).Select(number => Append(number, 0))];

    private Task<JournalUnavailableException> FailsAsync(ActorAppend[] batch) =>
        Assert.ThrowsAsync<JournalUnavailableException>(() => _journal.AppendAsync(batch, Cancel));

    private async Task AssertSilentAsync()
    {
        _ = await Assert.ThrowsAsync<JournalUnavailableException>(() => CountAsync(1));
        _ = await Assert.ThrowsAsync<JournalUnavailableException>(() => _journal.RaiseHeightAsync("bitcoin", 1, default, Cancel));
        _ = Assert.Throws<JournalUnavailableException>(_journal.ClaimAll);
    }

    private async Task<int> CountAsync(int actors)
    {
        var count = 0;
        for (var number = 0; number < actors; number++)
        {
            await foreach (var _ in _journal.ReadEventsAsync(Actor(number), Cancel)) count++;
        }

        return count;
    }

    /// <summary>A clock whose one timer fires when it is released.</summary>
    private sealed class HeldTime : TimeProvider
    {
        private Action _fire = () => { };
        private TimeSpan _due;

        public TimeSpan Release()
        {
            _fire();
            return _due;
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (_fire, _due) = (() => callback(state), dueTime);
            return new HeldTimer();
        }
    }

    private sealed class HeldTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
