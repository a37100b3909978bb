using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;
using Xunit;

namespace LightningRod.TestKit.Journals;

/// <content>What a shard's owner reads and writes: claims, effects, alarms, heights, quarantine, trimming.</content>
public abstract partial class JournalContract
{
    private static readonly byte[] AllShards = [.. Enumerable.Range(0, IShardOwnership.ShardCount).Select(shard => (byte)shard)];

    /// <summary>A claim raises every epoch, also after a restart.</summary>
    [Fact]
    public async Task ClaimAll_Again_RaisesEveryEpoch()
    {
        var before = Epochs;
        var claims = await ClaimAsync();
        Assert.Equal(AllShards, claims.Select(claim => claim.Shard).Order());
        Assert.All(claims, claim => Assert.True(claim.Epoch > before[claim.Shard]));
        before = Epochs;
        Assert.All(await RestartAsync(), claim => Assert.True(claim.Epoch > before[claim.Shard]));
    }

    /// <summary>A claim tells the highest position ever given, although the effects are done.</summary>
    [Fact]
    public async Task ClaimAll_EffectsDone_StillTellsTheHighestPosition()
    {
        await WriteAllAsync(WithEffects(Append(client: 7), "a", "b"));
        await Journal.CompleteEffectsAsync(Epochs, [(7, 1), (7, 2)], Cancel);
        var claims = await RestartAsync();
        Assert.Equal(2, claims.Single(claim => claim.Shard == 7).LastEffectPosition);
        Assert.Equal(0, claims.Single(claim => claim.Shard == 8).LastEffectPosition);
    }

    /// <summary>Effects are read with all they have, in order, from a position on, up to a number.</summary>
    [Fact]
    public async Task ReadOutboxAsync_EffectsOfAShard_ComeInOrder()
    {
        await WriteAllAsync(WithEffects(Append(client: 1), "a", "b"), WithEffects(Append(client: 2), "other"), WithEffects(Append(client: 1, key: "b"), "c"));
        var rows = await Journal.ReadOutboxAsync(1, 0, 10, Cancel);
        Assert.Equal(["1 a.v1", "2 b.v1", "3 c.v1"], rows.Select(row => $"{row.Position} {row.Effect.Name}"));
        Assert.Equal([Actor(), Actor(), Actor(key: "b")], rows.Select(row => row.Actor));
        Assert.All(rows, row => Assert.Equal((1, "node/cln-1", 0), (row.Shard, row.Destination, row.Attempts)));
        AssertSame(Message("a"), rows[0].Effect);
        Assert.Equal([2, 3], (await Journal.ReadOutboxAsync(1, 1, 10, Cancel)).Select(row => row.Position));
        Assert.Equal([2], (await Journal.ReadOutboxAsync(1, 1, 1, Cancel)).Select(row => row.Position));
        Assert.Empty(await Journal.ReadOutboxAsync(1, 3, 10, Cancel));
    }

    /// <summary>What is done goes; repeating it does no harm.</summary>
    [Fact]
    public async Task CompleteEffectsAsync_Rows_Go()
    {
        await WriteAllAsync(WithEffects(Append(client: 1), "a", "b", "c"), WithEffects(Append(client: 2), "d"));
        await Journal.CompleteEffectsAsync(Epochs, [(1, 1), (1, 3), (2, 1), (2, 9)], Cancel);
        await Journal.CompleteEffectsAsync(Epochs, [(1, 1)], Cancel);
        Assert.Equal(["2 b.v1"], await EffectNamesAsync(1));
        Assert.Empty(await EffectNamesAsync(2));
    }

    /// <summary>A former owner takes nothing out, and neither does who says nothing of a shard's epoch.</summary>
    [Fact]
    public async Task CompleteEffectsAsync_OtherEpoch_LeavesTheRows()
    {
        await WriteAllAsync(WithEffects(Append(client: 1), "a"), WithEffects(Append(client: 2), "b"));
        await Journal.CompleteEffectsAsync(new Dictionary<byte, long> { [1] = Epochs[1] - 1 }, [(1, 1), (2, 1)], Cancel);
        Assert.Single(await EffectNamesAsync(1));
        Assert.Single(await EffectNamesAsync(2));
        await Journal.CompleteEffectsAsync(new Dictionary<byte, long> { [1] = Epochs[1] - 1, [2] = Epochs[2] }, [(1, 1), (2, 1)], Cancel);
        Assert.Single(await EffectNamesAsync(1));
        Assert.Empty(await EffectNamesAsync(2));
    }

    /// <summary>Attempts are kept; for an effect that is gone they are nothing.</summary>
    [Fact]
    public async Task NoteAttemptAsync_OfAnEffect_IsKept()
    {
        await WriteAllAsync(WithEffects(Append(), "a", "b"));
        await Journal.NoteAttemptAsync(1, 2, 3, Cancel);
        await Journal.NoteAttemptAsync(1, 99, 1, Cancel);
        _ = await RestartAsync();
        Assert.Equal([0, 3], (await Journal.ReadOutboxAsync(1, 0, 10, Cancel)).Select(row => row.Attempts));
    }

    /// <summary>Due are those whose height or time has come: heights first, each in order, no actor twice.</summary>
    [Fact]
    public async Task ReadDueAsync_HeightsAndTimes_ComeByMargin()
    {
        await WriteAllAsync(
            Append(client: 1, key: "t2") with { Alarm = Alarm.At(At(2)) },
            Append(client: 2, key: "h120") with { Alarm = Alarm.AtHeight(120) },
            Append(client: 3, key: "t1") with { Alarm = Alarm.At(At(1)) },
            Append(client: 4, key: "h110") with { Alarm = Alarm.AtHeight(110) },
            Append(client: 5, key: "both") with { Alarm = new Alarm(At(0), 115) },
            Append(client: 6, key: "later") with { Alarm = new Alarm(At(3), 121) },
            Append(client: 7, key: "none"));
        Assert.Equal(["h110", "both", "h120", "t1", "t2"], await DueAsync(2, 120));
        Assert.Equal(["h110", "both"], await DueAsync(2, 120, limit: 2));
        Assert.Equal(["both", "t1"], await DueAsync(1, 0));
        Assert.Equal(["both"], await DueAsync(0.999_999, 109));
        Assert.Equal(["h120", "t2"], await DueAsync(2, 120, shards: [1, 2]));
        Assert.Empty(await DueAsync(-1, 109));
        Assert.Empty(await DueAsync(2, 120, shards: []));
    }

    /// <summary>A new alarm stands in place of the old one, none takes it away, and a decision without one keeps it.</summary>
    [Fact]
    public async Task ReadDueAsync_AlarmChanged_TheLastCounts()
    {
        await WriteAllAsync(Append() with { Alarm = new Alarm(At(1), 100) });
        await WriteAllAsync(Append(events: "x"));
        Assert.Equal(["a"], await DueAsync(0, 100));
        await WriteAllAsync(Append(first: 2) with { Alarm = Alarm.AtHeight(200) });
        Assert.Empty(await DueAsync(1, 199));
        Assert.Equal(["a"], await DueAsync(0, 200));
        await WriteAllAsync(Append(first: 2) with { Alarm = Alarm.None });
        Assert.Empty(await DueAsync(9, 999));
    }

    /// <summary>The next time is the earliest of the shards asked for.</summary>
    [Fact]
    public async Task ReadNextDueTimeAsync_OfShards_IsTheEarliest()
    {
        Assert.Null(await Journal.ReadNextDueTimeAsync(AllShards, Cancel));
        await WriteAllAsync(
            Append(client: 1) with { Alarm = Alarm.At(At(5)) },
            Append(client: 2) with { Alarm = new Alarm(At(3), 1) },
            Append(client: 3) with { Alarm = Alarm.AtHeight(1) });
        Assert.Equal(At(3), await Journal.ReadNextDueTimeAsync(AllShards, Cancel));
        Assert.Equal(At(5), await Journal.ReadNextDueTimeAsync([1, 3], Cancel));
        Assert.Null(await Journal.ReadNextDueTimeAsync([3], Cancel));
    }

    /// <summary>An actor in quarantine is not due until it is released.</summary>
    [Fact]
    public async Task ReadDueAsync_ActorInQuarantine_IsLeftOut()
    {
        await WriteAllAsync(Append(key: "a") with { Alarm = new Alarm(At(1), 100) }, Append(key: "b") with { Alarm = new Alarm(At(2), 101) });
        await Journal.QuarantineAsync(Entry("a"), Cancel);
        Assert.Equal(["b"], await DueAsync(9, 999, limit: 1));
        Assert.Equal(At(2), await Journal.ReadNextDueTimeAsync(AllShards, Cancel));
        Assert.True(await Journal.ReleaseAsync(Actor(key: "a"), Cancel));
        Assert.Equal(["a", "b"], await DueAsync(9, 999));
        Assert.Equal(At(1), await Journal.ReadNextDueTimeAsync(AllShards, Cancel));
    }

    /// <summary>Also an actor that has written nothing can be set aside; noting it again replaces the reason.</summary>
    [Fact]
    public async Task QuarantineAsync_OfActors_IsKeptUntilRelease()
    {
        var second = Entry("b") with { Category = QuarantineCategory.SequenceGap, Detail = "2 is missing.", At = At(2) };
        await Journal.QuarantineAsync(Entry("a"), Cancel);
        await Journal.QuarantineAsync(Entry("b"), Cancel);
        await Journal.QuarantineAsync(second, Cancel);
        _ = await RestartAsync();
        Assert.Equal([Entry("a"), second], await Journal.ReadQuarantineAsync(Cancel));
        Assert.True(await Journal.ReleaseAsync(Actor(key: "a"), Cancel));
        Assert.False(await Journal.ReleaseAsync(Actor(key: "a"), Cancel));
        Assert.Equal([second], await Journal.ReadQuarantineAsync(Cancel));
    }

    /// <summary>Every reason can be told again.</summary>
    /// <param name="category">The reason.</param>
    [Theory, MemberData(nameof(Categories))]
    public async Task QuarantineAsync_EveryCategory_IsReadBack(QuarantineCategory category)
    {
        await Journal.QuarantineAsync(Entry("a") with { Category = category }, Cancel);
        Assert.Equal(category, Assert.Single(await Journal.ReadQuarantineAsync(Cancel)).Category);
    }

    /// <summary>Heights only rise, each network by itself.</summary>
    [Fact]
    public async Task RaiseHeightAsync_LowerHeights_DoNotCount()
    {
        Assert.Equal(0u, await Journal.RaiseHeightAsync("bitcoin", 0, At(0), Cancel));
        Assert.Equal(800_000u, await Journal.RaiseHeightAsync("bitcoin", 800_000, At(1), Cancel));
        Assert.Equal(800_000u, await Journal.RaiseHeightAsync("bitcoin", 799_999, At(2), Cancel));
        Assert.Equal(5u, await Journal.RaiseHeightAsync("regtest", 5, At(3), Cancel));
        _ = await RestartAsync();
        Assert.Equal(800_000u, await Journal.RaiseHeightAsync("bitcoin", 0, At(4), Cancel));
    }

    /// <summary>Replies of before the time go, and their commands can be decided again; later ones stay.</summary>
    [Fact]
    public async Task TrimAsync_Replies_GoByTime()
    {
        var commands = Enumerable.Range(0, 1200).Select(_ => CommandId.New()).ToArray();
        await WriteAllAsync([.. commands.Select((command, i) =>
            Append(client: i % 5, key: $"{i}") with { Command = command, Reply = Message("done"), At = At(i) })]);
        Assert.Equal(700, await Journal.TrimAsync(At(700), Cancel));
        Assert.Null(await Journal.FindReplyAsync(699 % 5, commands[699], Cancel));
        AssertSame(Message("done"), await Journal.FindReplyAsync(700 % 5, commands[700], Cancel));
        Assert.Equal(
            [AppendOutcome.Written, AppendOutcome.CommandRepeated],
            await WriteAsync(Append(client: 1, key: "1") with { Command = commands[1] }, Append(client: 0, key: "700") with { Command = commands[700] }));
        Assert.Equal(0, await Journal.TrimAsync(At(0), Cancel));
    }

    /// <summary>Events of before the time go when a checkpoint is behind them; what is read, and the next number, stay as they are.</summary>
    [Fact]
    public async Task TrimAsync_CheckpointedEvents_GoByTime()
    {
        for (var i = 0; i < 1200; i += 100)
        {
            await WriteAllAsync(Append(first: i + 1, events: [.. Enumerable.Range(0, 100).Select(n => $"e{n}")]) with { At = At(i), EndsInCheckpoint = i == 1000 });
        }

        await WriteAllAsync(Append(key: "never", events: ["x", "y"]) with { At = At(0) });
        var before = await EventNamesAsync(Actor());
        Assert.Equal(101, before.Count());

        Assert.Equal(500, await Journal.TrimAsync(At(500), Cancel));
        Assert.Equal(599, await Journal.TrimAsync(At(5000), Cancel));
        Assert.Equal(0, await Journal.TrimAsync(At(5000), Cancel));
        Assert.Equal(before, await EventNamesAsync(Actor()));
        Assert.Equal(2, (await EventsAsync(Actor(key: "never"))).Count);
        await WriteAllAsync(Append(first: 1201, events: "next"));
        Assert.Equal([AppendOutcome.SequenceConflict], await WriteAsync(Append(first: 1201, events: "again")));
    }

    /// <summary>All reasons for quarantine.</summary>
    public static IEnumerable<TheoryDataRow<QuarantineCategory>> Categories() =>
        Enum.GetValues<QuarantineCategory>().Select(category => new TheoryDataRow<QuarantineCategory>(category));

    private static QuarantineEntry Entry(string key) => new(Actor(key: key), QuarantineCategory.DecideFailed, "It threw.", At(1));

    private async Task<IEnumerable<string>> DueAsync(double seconds, uint height, int limit = 100, byte[]? shards = null) =>
        (await Journal.ReadDueAsync(shards ?? AllShards, new Moment(At(seconds), height), limit, Cancel))
            .Select(actor => System.Text.Encoding.UTF8.GetString(actor.Key.Span));
}
