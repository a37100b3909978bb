using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;
using Xunit;

namespace LightningRod.TestKit.Journals;

/// <content>What an actor has: events, replies, index entries, content, a row in lists.</content>
public abstract partial class JournalContract
{
    /// <summary>An actor to which nothing happened has no events.</summary>
    [Fact]
    public async Task ReadEventsAsync_UnknownActor_IsEmpty() => Assert.Empty(await EventsAsync(Actor()));

    /// <summary>Many events come without a gap.</summary>
    [Fact]
    public async Task ReadEventsAsync_ManyEvents_ComeInOrder()
    {
        const int Count = 1500;
        for (var i = 0; i < Count; i += 100) await WriteAllAsync(Append(first: i + 1, events: [.. Enumerable.Range(i + 1, 100).Select(n => $"e{n}")]));
        Assert.Equal(Enumerable.Range(1, Count).Select(n => $"{n} e{n}.v1"), await EventNamesAsync(Actor()));
    }

    /// <summary>Reading that is given up in the middle does no harm.</summary>
    [Fact]
    public async Task ReadEventsAsync_GivenUp_LeavesTheJournalUsable()
    {
        for (var i = 0; i < 600; i += 100) await WriteAllAsync(Append(first: i + 1, events: [.. Enumerable.Range(i + 1, 100).Select(n => $"e{n}")]));
        for (var i = 0; i < 50; i++)
        {
            await foreach (var read in Journal.ReadEventsAsync(Actor(), Cancel))
            {
                if (read.Sequence == 2) break;
            }
        }

        await WriteAllAsync(Append(first: 601, events: "last"));
        Assert.Equal(601, (await EventsAsync(Actor())).Count);
    }

    /// <summary>Reading begins with the last checkpoint, and numbers go on behind it.</summary>
    [Fact]
    public async Task ReadEventsAsync_AfterCheckpoints_BeginsWithTheLast()
    {
        await WriteAllAsync(Append(events: ["a", "b", "checkpoint"]) with { EndsInCheckpoint = true });
        Assert.Equal(["3 checkpoint.v1"], await EventNamesAsync(Actor()));
        await WriteAllAsync(Append(first: 4, events: "d"));
        Assert.Equal(["3 checkpoint.v1", "4 d.v1"], await EventNamesAsync(Actor()));
        await WriteAllAsync(Append(first: 5, events: "checkpoint") with { EndsInCheckpoint = true }, Append(first: 6, events: "f"));
        _ = await RestartAsync();
        Assert.Equal(["5 checkpoint.v1", "6 f.v1"], await EventNamesAsync(Actor()));
    }

    /// <summary>A command that was never decided has no reply.</summary>
    [Fact]
    public async Task FindReplyAsync_UnknownCommand_IsNull() => Assert.Null(await Journal.FindReplyAsync(1, CommandId.New(), Cancel));

    /// <summary>A reply may have no fields; deciding without a reply is something else.</summary>
    [Fact]
    public async Task FindReplyAsync_EmptyReplyAndNone_Differ()
    {
        var (empty, none) = (CommandId.New(), CommandId.New());
        var reply = new StoredMessage("done.v1", ReadOnlyMemory<byte>.Empty);
        await WriteAllAsync(Append(events: "a") with { Command = empty, Reply = reply }, Append(first: 2) with { Command = none });
        AssertSame(reply, await Journal.FindReplyAsync(1, empty, Cancel));
        Assert.Null(await Journal.FindReplyAsync(1, none, Cancel));
    }

    /// <summary>Client and index name belong to an entry as its key does.</summary>
    [Fact]
    public async Task FindActorAsync_SameKeyElsewhere_IsAnotherEntry()
    {
        await WriteAllAsync(
            Append(key: "1") with { Index = [new IndexChange("payment_hash", Key("k"), true)] },
            Append(key: "2") with { Index = [new IndexChange("nonce", Key("k"), true)] },
            Append(client: 2, key: "3") with { Index = [new IndexChange("payment_hash", Key("k"), true)] });
        Assert.Equal(Actor(key: "1"), await Journal.FindActorAsync(Client(1), "payment_hash", Key("k"), Cancel));
        Assert.Equal(Actor(key: "2"), await Journal.FindActorAsync(Client(1), "nonce", Key("k"), Cancel));
        Assert.Equal(Actor(client: 2, key: "3"), await Journal.FindActorAsync(Client(2), "payment_hash", Key("k"), Cancel));
        Assert.Null(await Journal.FindActorAsync(Client(3), "payment_hash", Key("k"), Cancel));
    }

    /// <summary>Only an actor's own entries are removed; what it has can be added again.</summary>
    [Fact]
    public async Task FindActorAsync_AddedTwiceOrRemovedByAnother_Stays()
    {
        var entry = new IndexChange("payment_hash", Key("k"), true);
        await WriteAllAsync(Append() with { Index = [entry] });
        await WriteAllAsync(Append() with { Index = [entry] });
        await WriteAllAsync(Append(key: "b") with { Index = [entry with { Add = false }, new IndexChange("payment_hash", Key("unknown"), false)] });
        Assert.Equal(Actor(), await Journal.FindActorAsync(Client(1), "payment_hash", Key("k"), Cancel));
        await WriteAllAsync(Append() with { Index = [entry with { Add = false }] });
        Assert.Null(await Journal.FindActorAsync(Client(1), "payment_hash", Key("k"), Cancel));
        await WriteAllAsync(Append(key: "b") with { Index = [entry] });
        Assert.Equal(Actor(key: "b"), await Journal.FindActorAsync(Client(1), "payment_hash", Key("k"), Cancel));
    }

    /// <summary>The changes of one decision are made in their order.</summary>
    [Fact]
    public async Task FindActorAsync_RemovedAndAddedInOneDecision_IsThere()
    {
        var entry = new IndexChange("payment_hash", Key("k"), true);
        await WriteAllAsync(Append() with { Index = [entry] });
        await WriteAllAsync(Append() with { Index = [entry with { Add = false }, entry] });
        Assert.Equal(Actor(), await Journal.FindActorAsync(Client(1), "payment_hash", Key("k"), Cancel));
    }

    /// <summary>Content is put, replaced and deleted; each actor has its own.</summary>
    [Fact]
    public async Task ReadContentAsync_PutReplacedDeleted_IsTheLast()
    {
        var large = new byte[1 << 20];
        new Random(7).NextBytes(large);
        await WriteAllAsync(Append() with { Content = [new ContentChange(Key("k"), large), new ContentChange(Key("empty"), ReadOnlyMemory<byte>.Empty)] });
        Assert.Equal(large, await ContentAsync(Actor(), Key("k")));
        Assert.Equal(Array.Empty<byte>(), await ContentAsync(Actor(), Key("empty")));
        Assert.Null(await Journal.ReadContentAsync(Actor(key: "b"), Key("k"), Cancel));

        await WriteAllAsync(Append() with { Content = [new ContentChange(Key("k"), new byte[] { 5 }), new ContentChange(Key("unknown"), null)] });
        Assert.Equal(new byte[] { 5 }, await ContentAsync(Actor(), Key("k")));
        await WriteAllAsync(Append() with { Content = [new ContentChange(Key("k"), null)] });
        Assert.Null(await Journal.ReadContentAsync(Actor(), Key("k"), Cancel));
        Assert.Equal(Array.Empty<byte>(), await ContentAsync(Actor(), Key("empty")));
    }

    /// <summary>The last row counts, and a decision without one keeps it.</summary>
    [Fact]
    public async Task ReadViewsAsync_RowsOfAnActor_TheLastCounts()
    {
        var last = new ViewRow("open", false, ulong.MaxValue, uint.MaxValue, "{\"ä\":\"€\"}");
        await WriteAllAsync(Append() with { View = new ViewRow("holding", false, 1, null, "{}") }, Append() with { View = last }, Append(events: "x"));
        Assert.Equal([(Actor(), last)], await ViewsAsync());
    }

    /// <summary>Lists are by kind, of one client or all, with or without those that are over, in order of client and key.</summary>
    [Fact]
    public async Task ReadViewsAsync_ByKindAndClient_AreInOrder()
    {
        var (holding, done) = (new ViewRow("holding", false, 1, 9, "{}"), new ViewRow("done", true, 0, null, "{}"));
        await WriteAllAsync(
            Append(client: 2, key: "a") with { View = holding },
            Append(client: 1, key: "c") with { View = holding },
            Append(client: 1, key: "a") with { View = done },
            Append(client: 1, key: "b") with { View = holding },
            Append(client: 1, key: "none"),
            Append(client: 1) with { Actor = Actor() with { Kind = "mailbox" }, View = holding });
        Assert.Equal(["1 b", "1 c", "2 a"], Names(await ViewsAsync()));
        Assert.Equal(["1 a", "1 b", "1 c", "2 a"], Names(await ViewsAsync(includeOver: true)));
        Assert.Equal(["1 b", "1 c"], Names(await ViewsAsync(client: 1)));
        Assert.Equal(["1 a", "1 b", "1 c"], Names(await ViewsAsync(client: 1, includeOver: true)));
        Assert.Empty(await ViewsAsync(client: 3));
        await WriteAllAsync(Append(client: 1, key: "b") with { View = done }, Append(client: 1, key: "a") with { View = holding });
        Assert.Equal(["1 a", "1 c", "2 a"], Names(await ViewsAsync()));

        static IEnumerable<string> Names(List<(ActorId Actor, ViewRow View)> rows) =>
            rows.Select(row => $"{(row.Actor.Client == Client(1) ? 1 : 2)} {System.Text.Encoding.UTF8.GetString(row.Actor.Key.Span)}");
    }

    /// <summary>Long lists come whole.</summary>
    [Fact]
    public async Task ReadViewsAsync_ManyRows_ComeWhole()
    {
        const int Count = 700;
        var view = new ViewRow("holding", false, 1, null, "{}");
        await WriteAllAsync([.. Enumerable.Range(0, Count).Select(i => Append(client: i % 3, key: $"{i:d4}") with { View = view })]);
        Assert.Equal(Count, (await ViewsAsync()).Select(row => row.Actor).Distinct().Count());
        Assert.Equal(Count, (await ViewsAsync(includeOver: true)).Count);
        Assert.Equal(233, (await ViewsAsync(client: 2)).Count);
        Assert.Equal(Enumerable.Range(0, Count).Where(i => i % 3 == 2).Select(i => Key($"{i:d4}")), (await ViewsAsync(client: 2)).Select(row => row.Actor.Key));
    }

    /// <summary>The rows of a list.</summary>
    /// <param name="client">Of one client, or all.</param>
    /// <param name="includeOver">Whether also those that are over.</param>
    protected async Task<List<(ActorId Actor, ViewRow View)>> ViewsAsync(int? client = null, bool includeOver = false)
    {
        var rows = new List<(ActorId, ViewRow)>();
        await foreach (var row in Journal.ReadViewsAsync(Kind, client is { } number ? Client(number) : null, includeOver, Cancel)) rows.Add(row);
        return rows;
    }
}
