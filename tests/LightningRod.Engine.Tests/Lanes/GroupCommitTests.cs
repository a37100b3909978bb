using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Tests.Support;

namespace LightningRod.Engine.Tests.Lanes;

public sealed class GroupCommitTests
{
    private static readonly EngineOptions OneLane = new() { Lanes = 1 };

    [Fact]
    public void Commands_OfManyActorsThatWaitForAnAppend_AreWrittenInTheNextOne()
    {
        using var world = new World(OneLane).Start();
        for (var i = 0; i < 20; i++) world.Show(World.Id($"{i}", $"client {i}"));
        world.Journal.Hold("AppendAsync");
        var first = world.Ask(World.Id("first"), new Note("x"));
        var others = Enumerable.Range(0, 20).Select(i => world.Ask(World.Id($"{i}", $"client {i}"), new Note("x"))).ToList();
        Assert.False(first.IsCompleted);
        world.Journal.LetGo("AppendAsync");
        world.Run();

        Assert.All(others, asked => Assert.Equal("1", World.Text(asked)));
        Assert.Equal([1, 20], world.Journal.Batches.Select(batch => batch.Count));
    }

    [Fact]
    public void Commands_MoreThanFitIntoABatch_AreWrittenInSeveral()
    {
        using var world = new World(OneLane with { BatchSize = 8 }).Start();
        for (var i = 0; i < 21; i++) world.Show(World.Id($"{i}", $"client {i}"));
        world.Journal.Hold("AppendAsync");
        var asked = Enumerable.Range(0, 21).Select(i => world.Ask(World.Id($"{i}", $"client {i}"), new Note("x"))).ToList();
        world.Journal.LetGo("AppendAsync");
        world.Run();
        Assert.All(asked, one => Assert.Equal("1", World.Text(one)));
        Assert.Equal([1, 8, 8, 4], world.Journal.Batches.Select(batch => batch.Count));
    }

    [Fact]
    public void Commands_OfActorsThatMustBeRead_DoNotHoldUpThoseThatAreReady()
    {
        using var world = new World(OneLane with { ReadsPerLane = 2 }).Start();
        world.Show(World.Id("ready"));
        world.Journal.Hold("ReadEventsAsync");
        var cold = Enumerable.Range(0, 5).Select(i => world.Ask(World.Id($"{i}"), new Note("x"))).ToList();
        Assert.Equal("1", world.Said(World.Id("ready"), new Note("x")));
        Assert.Equal(3, world.Journal.Calls["ReadEventsAsync"]);
        Assert.All(cold, asked => Assert.False(asked.IsCompleted));
        world.Journal.LetGo("ReadEventsAsync");
        world.Run();
        Assert.All(cold, asked => Assert.Equal("1", World.Text(asked)));
    }

    [Fact]
    public void Commands_OfOneActor_AreDecidedInOrderOnEachOthersEvents()
    {
        using var world = new World(OneLane).Start();
        world.Journal.Hold("AppendAsync");
        var asked = Enumerable.Range(1, 30).Select(i => world.Ask(World.Id(), new Note($"{i}"))).ToList();
        world.Journal.LetGo("AppendAsync");
        world.Run();
        Assert.Equal(Enumerable.Range(1, 30).Select(i => $"{i}"), asked.Select(World.Text));
        Assert.Equal(Enumerable.Range(1, 30).Select(i => $"{i}"), world.Stored(World.Id()));
        Assert.Equal(2, world.Journal.Batches.Count);
        Assert.Equal(Enumerable.Range(2, 29).Select(i => (long)i), world.Journal.Batches[1].Select(append => append.FirstSequence));
    }

    [Fact]
    public void Answers_ComeOnlyAfterTheAppend()
    {
        using var world = new World(OneLane).Start();
        world.Journal.Hold("AppendAsync");
        var write = world.Ask(World.Id(), new Note("x"));
        var read = world.Ask(World.Id(), new Show());
        Assert.False(write.IsCompleted);
        Assert.False(read.IsCompleted);
        world.Journal.LetGo("AppendAsync");
        world.Run();
        Assert.Equal("1", World.Text(write));
        Assert.Equal("x", World.Text(read));
    }

    [Fact]
    public void ReadOnUncommittedEvents_WaitsForTheirCommit()
    {
        using var world = new World(OneLane).Start();
        world.Show(World.Id());
        world.Journal.Hold("AppendAsync");
        var write = world.Post(World.Id(), new Note("x"));
        var read = world.Post(World.Id(), new Show());
        var elsewhere = world.Post(World.Id("b"), new Show());
        world.Run();
        Assert.False(read.IsCompleted);
        Assert.False(write.IsCompleted);
        _ = elsewhere;
        world.Journal.LetGo("AppendAsync");
        world.Run();
        Assert.Equal("x", World.Text(read));
        Assert.Single(world.Journal.Batches);
    }

    [Fact]
    public void Shards_OfDifferentLanes_AreWrittenIndependently()
    {
        using var world = new World(new() { Lanes = 2 }).Start();
        var (even, odd) = (World.ClientsOf(2).First(), World.ClientsOf(3).First());
        var batches = new List<byte>();
        world.Journal.FaultOf = batch =>
        {
            batches.Add(batch[0].Shard);
            return batch[0].Shard % 2 == 0 ? AppendFault.NeverEnds : AppendFault.None;
        };
        var stuck = world.Ask(World.Id("a", even), new Note("x"));
        Assert.Equal("1", world.Said(World.Id("a", odd), new Note("x")));
        Assert.False(stuck.IsCompleted);
        Assert.Equal([2, 3], batches.Select(shard => (int)shard));
    }

    [Fact]
    public void Appends_CarryEpochTimeReplyAndTrace()
    {
        using var world = new World(OneLane).Start();
        var id = CommandId.New();
        world.Ask(World.Id(), new Note("x"), id);
        var append = Assert.Single(Assert.Single(world.Journal.Batches));
        Assert.Equal(World.Map.ShardOf(World.Key("client")), append.Shard);
        Assert.Equal(world.Host.Ownership.EpochOf(append.Shard), append.Epoch);
        Assert.Equal(world.Time.Now, append.At);
        Assert.Equal(id, append.Command);
        Assert.Equal("said.v1", append.Reply!.Value.Name);
        Assert.Equal(0, append.TraceContext.Length);
    }

    [Fact]
    public void Replies_CarryTheEpoch()
    {
        using var world = new World(OneLane).Start();
        world.Restart();
        var replied = Assert.IsType<AskResult.Replied>(World.Result(world.Ask(World.Id(), new Note("x"))));
        Assert.Equal(2, replied.Epoch);
    }
}
