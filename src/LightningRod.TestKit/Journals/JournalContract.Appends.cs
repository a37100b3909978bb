using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;
using Xunit;

namespace LightningRod.TestKit.Journals;

/// <content>What becomes durable, and in what order.</content>
public abstract partial class JournalContract
{
    /// <summary>Events come back in order, with name, payload, number and time.</summary>
    [Fact]
    public async Task AppendAsync_EventsOfANewActor_AreReadBackAsTheyWere()
    {
        var at = At(1).AddMicroseconds(1);
        await WriteAllAsync(Append() with { At = at, Events = [Message("requested", "one"), new StoredMessage("held.v2", ReadOnlyMemory<byte>.Empty)] });

        var events = await EventsAsync(Actor());
        Assert.Equal([1, 2], events.Select(e => e.Sequence));
        AssertSame(Message("requested", "one"), events[0].Message);
        AssertSame(new StoredMessage("held.v2", ReadOnlyMemory<byte>.Empty), events[1].Message);
        Assert.All(events, e => Assert.Equal(at, e.At));
    }

    /// <summary>A time with an offset is the same moment.</summary>
    [Fact]
    public async Task AppendAsync_TimeWithAnOffset_IsTheSameMoment()
    {
        var at = At(7).ToOffset(TimeSpan.FromHours(-5));
        await WriteAllAsync(Append(events: "held") with { At = at });
        Assert.Equal(at, Assert.Single(await EventsAsync(Actor())).At);
    }

    /// <summary>Nothing to write is no failure.</summary>
    [Fact]
    public async Task AppendAsync_EmptyBatch_HasNoOutcomes() => Assert.Empty(await WriteAsync());

    /// <summary>Decisions follow each other, also in one batch.</summary>
    [Fact]
    public async Task AppendAsync_SeveralOfOneActor_FollowEachOther()
    {
        await WriteAllAsync(Append(events: ["a", "b"]), Append(first: 3, events: "c"));
        await WriteAllAsync(Append(first: 4, events: "d"));
        Assert.Equal(["1 a.v1", "2 b.v1", "3 c.v1", "4 d.v1"], await EventNamesAsync(Actor()));
    }

    /// <summary>Kind, client and key together name an actor; parts that differ are other actors.</summary>
    [Fact]
    public async Task AppendAsync_ActorsThatDifferInOnePart_AreSeveral()
    {
        var mailbox = Append(events: "mailbox");
        await WriteAllAsync(
            Append(events: "a"), Append(key: "b", events: "b"), Append(client: 2, events: "c"), mailbox with { Actor = Actor() with { Kind = "mailbox" } });
        Assert.Equal(["1 a.v1"], await EventNamesAsync(Actor()));
        Assert.Equal(["1 b.v1"], await EventNamesAsync(Actor(key: "b")));
        Assert.Equal(["1 c.v1"], await EventNamesAsync(Actor(client: 2)));
        Assert.Equal(["1 mailbox.v1"], await EventNamesAsync(Actor() with { Kind = "mailbox" }));
    }

    /// <summary>Everything of a decision is there after a restart.</summary>
    [Fact]
    public async Task AppendAsync_EverythingOfADecision_OutlivesARestart()
    {
        var command = CommandId.New();
        var view = new ViewRow("holding", false, 5000, 800_000, "{\"parts\":1}");
        await WriteAllAsync(WithEffects(Append(events: "held"), "answer", "wake") with
        {
            Command = command,
            Reply = Message("hold_ack", "ok"),
            Alarm = new Alarm(At(60), 800_000),
            Index = [new IndexChange("payment_hash", Key("hash"), true)],
            Content = [new ContentChange(Key("body"), new byte[] { 1, 2, 3 })],
            View = view,
            TraceContext = new byte[25],
        });

        _ = await RestartAsync();

        Assert.Equal(["1 held.v1"], await EventNamesAsync(Actor()));
        Assert.Equal(["1 answer.v1", "2 wake.v1"], await EffectNamesAsync(1));
        AssertSame(Message("hold_ack", "ok"), await Journal.FindReplyAsync(1, command, Cancel));
        Assert.Equal(Actor(), await Journal.FindActorAsync(Client(1), "payment_hash", Key("hash"), Cancel));
        Assert.Equal(new byte[] { 1, 2, 3 }, await ContentAsync(Actor(), Key("body")));
        Assert.Equal([Actor()], await Journal.ReadDueAsync([1], new Moment(At(0), 800_000), 10, Cancel));
        Assert.Equal([(Actor(), view)], await ViewsAsync());
    }

    /// <summary>A decision without events is one too.</summary>
    [Fact]
    public async Task AppendAsync_WithoutEvents_WritesTheRest()
    {
        var command = CommandId.New();
        await WriteAllAsync(WithEffects(Append(), "wake") with { Command = command, Reply = Message("done") });
        Assert.Empty(await EventsAsync(Actor()));
        Assert.Equal(["1 wake.v1"], await EffectNamesAsync(1));
        AssertSame(Message("done"), await Journal.FindReplyAsync(1, command, Cancel));
        await WriteAllAsync(Append(events: "held"));
    }

    /// <summary>What the writer does with its buffers afterwards is its own affair.</summary>
    [Fact]
    public async Task AppendAsync_BuffersUsedAgain_DoNotChangeWhatWasWritten()
    {
        byte[] payload = [1], body = [2];
        await WriteAllAsync(Append() with { Events = [new StoredMessage("held.v1", payload)], Content = [new ContentChange(Key("body"), body)] });
        payload[0] = body[0] = 9;
        Assert.Equal([1], Assert.Single(await EventsAsync(Actor())).Message.Payload.ToArray());
        Assert.Equal(new byte[] { 2 }, await ContentAsync(Actor(), Key("body")));
    }

    /// <summary>Many writers at once get in each other's way in nothing.</summary>
    [Fact]
    public async Task AppendAsync_FromManyAtOnce_WritesAll()
    {
        const int Writers = 64, Decisions = 10;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            for (var i = 1; i <= Decisions; i++) await WriteAllAsync(Append(client: writer, first: i, events: $"e{i}"));
        }));
        for (var writer = 0; writer < Writers; writer++)
            Assert.Equal(Enumerable.Range(1, Decisions).Select(i => $"{i} e{i}.v1"), await EventNamesAsync(Actor(client: writer)));
    }

    /// <summary>Of several who write the same next event, one succeeds.</summary>
    [Fact]
    public async Task AppendAsync_SameSequenceFromManyAtOnce_WritesOne()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => WriteAsync(Append(events: $"e{i}"))));
        Assert.Single(outcomes, outcome => outcome[0] == AppendOutcome.Written);
        Assert.Equal(15, outcomes.Count(outcome => outcome[0] == AppendOutcome.SequenceConflict));
        Assert.Single(await EventsAsync(Actor()));
    }

    /// <summary>Whoever stops waiting does not know the outcome, and finds it by repeating the command.</summary>
    [Fact]
    public async Task AppendAsync_WaitCancelled_IsWrittenOnceWithItsRepetition()
    {
        var append = Append(events: "held") with { Command = CommandId.New(), Reply = Message("done") };
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var first = Journal.AppendAsync([append], source.Token);
        await source.CancelAsync();
        try
        {
            _ = await first;
        }
        catch (OperationCanceledException)
        {
            // The write may go on.
        }

        var second = Assert.Single(await WriteAsync(append));
        Assert.True(second is AppendOutcome.Written or AppendOutcome.CommandRepeated, $"{second}");
        Assert.Single(await EventsAsync(Actor()));
    }
}
