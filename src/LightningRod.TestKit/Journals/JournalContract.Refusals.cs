using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;
using Xunit;

namespace LightningRod.TestKit.Journals;

/// <content>What is refused, and that nothing of it is written.</content>
public abstract partial class JournalContract
{
    /// <summary>Neither an earlier nor a later epoch than the shard's may write.</summary>
    /// <param name="difference">From the shard's epoch.</param>
    [Theory, InlineData(-1), InlineData(1)]
    public async Task AppendAsync_OtherEpoch_IsFenced(int difference)
    {
        var append = Full();
        await AssertRefusedAsync(AppendOutcome.Fenced, append with { Epoch = append.Epoch + difference });
    }

    /// <summary>Who claimed before the last claim writes nothing any more; the shard's events are those of both.</summary>
    [Fact]
    public async Task AppendAsync_AfterAnotherClaim_IsFenced()
    {
        await WriteAllAsync(Append(events: "old"));
        var former = Append(first: 2, events: "former");
        _ = await ClaimAsync();
        Assert.Equal([AppendOutcome.Fenced], await WriteAsync(former));
        await WriteAllAsync(Append(first: 2, events: "new"));
        Assert.Equal(["1 old.v1", "2 new.v1"], await EventNamesAsync(Actor()));
    }

    /// <summary>A position that was given before betrays a second counter.</summary>
    [Fact]
    public async Task AppendAsync_EffectPositionGivenBefore_IsFenced()
    {
        await WriteAllAsync(WithEffects(Append(client: 1, key: "other"), "x", "y"));
        await AssertRefusedAsync(AppendOutcome.Fenced, Full() with { FirstEffectPosition = 2 });
        await Journal.CompleteEffectsAsync(Epochs, [(1, 1), (1, 2)], Cancel);
        await AssertRefusedAsync(AppendOutcome.Fenced, Full() with { FirstEffectPosition = 2 });
        await WriteAllAsync(Full() with { FirstEffectPosition = 5 });
    }

    /// <summary>The events before must be those that the writer knows.</summary>
    /// <param name="first">Number of the first event.</param>
    [Theory, InlineData(0), InlineData(1), InlineData(3)]
    public async Task AppendAsync_OtherSequence_IsAConflict(long first)
    {
        await WriteAllAsync(Append(events: "requested"));
        await AssertRefusedAsync(AppendOutcome.SequenceConflict, Full() with { FirstSequence = first });
        await AssertRefusedAsync(AppendOutcome.SequenceConflict, Full() with { FirstSequence = first, Events = [] });
        await WriteAllAsync(Full() with { FirstSequence = 2 });
    }

    /// <summary>What was decided on events that were refused is refused with them, even if its number fits by then.</summary>
    [Fact]
    public async Task AppendAsync_BehindRefusedEventsOfItsActor_IsAConflict()
    {
        await WriteAllAsync(Append(events: "planted"));
        Assert.Equal(
            [AppendOutcome.SequenceConflict, AppendOutcome.Written, AppendOutcome.SequenceConflict, AppendOutcome.SequenceConflict],
            await WriteAsync(Append(first: 1, events: "a"), Append(key: "other", events: "x"), Append(first: 2, events: "b"), Append(first: 2)));
        Assert.Equal(["1 planted.v1"], await EventNamesAsync(Actor()));
        await WriteAllAsync(Append(first: 2, events: "b"));
    }

    /// <summary>A refused decision without events takes nothing from those behind it.</summary>
    [Fact]
    public async Task AppendAsync_BehindARefusedDecisionWithoutEvents_IsWritten()
    {
        var taken = new IndexChange("payment_hash", Key("k"), true);
        await WriteAllAsync(Append(key: "owner") with { Index = [taken] });
        Assert.Equal([AppendOutcome.IndexTaken, AppendOutcome.Written], await WriteAsync(Append() with { Index = [taken] }, Append(events: "a")));
    }

    /// <summary>A new actor begins with 1.</summary>
    [Fact]
    public Task AppendAsync_NewActorWithALaterSequence_IsAConflict() =>
        AssertRefusedAsync(AppendOutcome.SequenceConflict, Full() with { FirstSequence = 2 });

    /// <summary>A command is decided once; its first reply stays.</summary>
    [Fact]
    public async Task AppendAsync_CommandDecidedBefore_IsRepeated()
    {
        var command = CommandId.New();
        await WriteAllAsync(Append(key: "other", events: "first") with { Command = command, Reply = Message("first") });
        await AssertRefusedAsync(AppendOutcome.CommandRepeated, Full() with { Command = command });
        AssertSame(Message("first"), await Journal.FindReplyAsync(1, command, Cancel));
    }

    /// <summary>Also one that was decided without a reply.</summary>
    [Fact]
    public async Task AppendAsync_CommandDecidedWithoutReply_IsRepeated()
    {
        var command = CommandId.New();
        await WriteAllAsync(Append(key: "other") with { Command = command });
        await AssertRefusedAsync(AppendOutcome.CommandRepeated, Full() with { Command = command });
    }

    /// <summary>The same command id in another shard is another command.</summary>
    [Fact]
    public async Task AppendAsync_CommandOfAnotherShard_IsAnotherCommand()
    {
        var command = CommandId.New();
        await WriteAllAsync(
            Append(client: 1, events: "a") with { Command = command, Reply = Message("one") },
            Append(client: 2, events: "b") with { Command = command, Reply = Message("two") });
        AssertSame(Message("one"), await Journal.FindReplyAsync(1, command, Cancel));
        AssertSame(Message("two"), await Journal.FindReplyAsync(2, command, Cancel));
        Assert.Null(await Journal.FindReplyAsync(3, command, Cancel));
    }

    /// <summary>An index entry leads to one actor of a client.</summary>
    [Fact]
    public async Task AppendAsync_IndexEntryOfAnotherActor_IsTaken()
    {
        await WriteAllAsync(Append(key: "other", events: "x") with { Index = [new IndexChange("payment_hash", Key("hash"), true)] });
        await AssertRefusedAsync(
            AppendOutcome.IndexTaken,
            Full() with { Index = [new IndexChange("payment_hash", Key("free"), true), new IndexChange("payment_hash", Key("hash"), true)] });
        Assert.Equal(Actor(key: "other"), await Journal.FindActorAsync(Client(1), "payment_hash", Key("hash"), Cancel));
        Assert.Null(await Journal.FindActorAsync(Client(1), "payment_hash", Key("free"), Cancel));
    }

    /// <summary>The first of several reasons is told: epoch, command, sequence, index.</summary>
    [Fact]
    public async Task AppendAsync_SeveralReasons_TellsTheFirst()
    {
        var entry = new IndexChange("payment_hash", Key("hash"), true);
        var command = CommandId.New();
        await WriteAllAsync(Append(key: "other", events: "x") with { Command = command, Index = [entry] });
        var bad = Append(events: "held") with { Command = command, FirstSequence = 7, Index = [entry] };
        Assert.Equal([AppendOutcome.Fenced], await WriteAsync(bad with { Epoch = bad.Epoch - 1 }));
        Assert.Equal([AppendOutcome.CommandRepeated], await WriteAsync(bad));
        Assert.Equal([AppendOutcome.SequenceConflict], await WriteAsync(bad with { Command = CommandId.New() }));
        Assert.Equal([AppendOutcome.IndexTaken], await WriteAsync(bad with { Command = CommandId.New(), FirstSequence = 1 }));
    }

    /// <summary>Those that are refused do not keep the others of the batch from being written.</summary>
    [Fact]
    public async Task AppendAsync_RefusedAmongOthers_LeavesTheOthers()
    {
        var entry = new IndexChange("payment_hash", Key("hash"), true);
        var command = CommandId.New();
        await WriteAllAsync(Append(key: "known", events: "x") with { Command = command, Index = [entry] });
        var stale = Append(client: 2, key: "fenced", events: "x");
        var outcomes = await WriteAsync(
            WithEffects(Append(key: "1", events: "x"), "one"),
            stale with { Epoch = stale.Epoch - 1 },
            WithEffects(Append(key: "2", events: "x"), "lost") with { Command = command },
            WithEffects(Append(key: "3", events: "x"), "three"),
            Append(key: "known", first: 5, events: "x"),
            WithEffects(Append(key: "4", events: "x"), "lost") with { Index = [entry] },
            WithEffects(Append(key: "5", events: "x"), "five"));
        Assert.Equal(
            [
                AppendOutcome.Written, AppendOutcome.Fenced, AppendOutcome.CommandRepeated, AppendOutcome.Written, AppendOutcome.SequenceConflict,
                AppendOutcome.IndexTaken, AppendOutcome.Written,
            ],
            outcomes);
        Assert.Equal(["1 one.v1", "3 three.v1", "5 five.v1"], await EffectNamesAsync(1));
        foreach (var key in new[] { "1", "3", "5" }) Assert.Single(await EventsAsync(Actor(key: key)));
        foreach (var key in new[] { "2", "4" }) Assert.Empty(await EventsAsync(Actor(key: key)));
    }

    /// <summary>Within a batch, what comes later sees what came before.</summary>
    [Fact]
    public async Task AppendAsync_LaterOnesOfABatch_SeeTheEarlier()
    {
        var command = CommandId.New();
        var entry = new IndexChange("payment_hash", Key("hash"), true);
        var outcomes = await WriteAsync(
            Append(key: "1", events: "x") with { Command = command, Index = [entry] },
            Append(key: "2", events: "x") with { Command = command },
            Append(key: "3", events: "x") with { Index = [entry] },
            Append(key: "3", first: 2, events: "x"),
            Append(key: "1", first: 2, events: "y") with { Index = [entry with { Add = false }] },
            Append(key: "4", events: "x") with { Index = [entry] });
        Assert.Equal(
            [
                AppendOutcome.Written, AppendOutcome.CommandRepeated, AppendOutcome.IndexTaken, AppendOutcome.SequenceConflict, AppendOutcome.Written,
                AppendOutcome.Written,
            ],
            outcomes);
        Assert.Equal(Actor(key: "4"), await Journal.FindActorAsync(Client(1), "payment_hash", Key("hash"), Cancel));
    }

    /// <summary>A decision of actor "a" that writes to everything.</summary>
    private ActorAppend Full() => Append(events: "held") with
    {
        FirstEffectPosition = _positions[1] + 1,
        Effects = [("node/full", Message("full"))],
        Command = CommandId.New(),
        Reply = Message("full"),
        Alarm = Alarm.AtHeight(1),
        Index = [new IndexChange("full", Key("full"), true)],
        Content = [new ContentChange(Key("full"), new byte[] { 1 })],
        View = new ViewRow("full", false, 1, null, "{}"),
        EndsInCheckpoint = true,
    };

    private async Task AssertRefusedAsync(AppendOutcome reason, ActorAppend append)
    {
        var before = await EventNamesAsync(append.Actor);
        Assert.Equal([reason], await WriteAsync(append));
        Assert.Equal(before, await EventNamesAsync(append.Actor));
        Assert.DoesNotContain(await Journal.ReadOutboxAsync(append.Shard, 0, 100, Cancel), row => row.Destination == "node/full");
        if (reason != AppendOutcome.CommandRepeated) Assert.Null(await Journal.FindReplyAsync(append.Shard, append.Command!.Value, Cancel));
        Assert.Empty(await Journal.ReadDueAsync([append.Shard], new Moment(At(0), 1), 10, Cancel));
        Assert.Null(await Journal.FindActorAsync(append.Actor.Client, "full", Key("full"), Cancel));
        Assert.Null(await Journal.ReadContentAsync(append.Actor, Key("full"), Cancel));
        Assert.DoesNotContain(await ViewsAsync(), row => row.View.State == "full");
    }
}
