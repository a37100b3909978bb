using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Tests.Support;

namespace LightningRod.Engine.Tests.Lanes;

/// <summary>What a lane does about each outcome of an append.</summary>
public sealed class AppendOutcomeTests
{
    private static readonly EngineOptions OneLane = new() { Lanes = 1 };

    private static readonly byte Shard = World.Map.ShardOf(World.Key("client"));

    private static Do Take(string key, string text = "took") => new((_, _) => new()
    {
        Events = [new Noted($"{text} {key}")],
        Index = [new("hash", World.Key(key), true)],
        Reply = new Said("yours"),
    });

    [Fact]
    public void SequenceConflict_TheActorHasOtherEvents_IsReadAgainAndDecidedOnThem()
    {
        using var world = new World(OneLane).Start();
        Assert.Equal("1", world.Said(World.Id(), new Note("mine")));
        world.Store.Write(World.Id(), Shard, "planted");
        Assert.Equal("3", world.Said(World.Id(), new Note("mine too")));
        Assert.Equal(["mine", "planted", "mine too"], world.Stored(World.Id()));
    }

    [Fact]
    public void SequenceConflict_OfSeveralInABatch_KeepsTheirOrder()
    {
        using var world = new World(OneLane).Start();
        world.Said(World.Id(), new Note("1"));
        world.Store.Write(World.Id(), Shard, "2");
        var asked = Enumerable.Range(3, 5).Select(i => world.Post(World.Id(), new Note($"{i}"))).ToList();
        var read = world.Post(World.Id(), new Show());
        world.Run();
        Assert.Equal(Enumerable.Range(3, 5).Select(i => $"{i}"), asked.Select(World.Text));
        Assert.Equal("1 2 3 4 5 6 7", World.Text(read));
    }

    [Fact]
    public void SequenceConflict_ForEver_IsAnsweredAfterSomeAttempts()
    {
        using var world = new World(OneLane).Start();
        var next = 1;
        world.Journal.FaultOf = _ =>
        {
            world.Store.Write(World.Id(), Shard, "planted");
            next++;
            return AppendFault.None;
        };
        Assert.Equal(new AskResult.Unavailable(OutcomeIsUnknown: false), World.Result(world.Ask(World.Id(), new Note("mine"))));
        Assert.Equal(OneLane.DecisionAttempts, world.Journal.Batches.Count);
        world.Journal.FaultOf = _ => AppendFault.None;
        Assert.Equal($"{next}", world.Said(World.Id(), new Note("mine")));
    }

    [Fact]
    public void Fenced_AnotherMemberHasTheShard_IsToldAndForgotten()
    {
        using var world = new World(OneLane).Start();
        world.Said(World.Id(), new Note("x"));
        world.Store.Claim(Shard);
        var batch = Enumerable.Range(0, 3).Select(i => world.Post(World.Id($"{i}"), new Note("x"))).ToList();
        world.Run();
        Assert.All(batch, asked => Assert.Equal(new AskResult.NotMine(null), World.Result(asked)));
        Assert.Null(world.Host.Ownership.EpochOf(Shard));
        Assert.Equal(255, world.Host.Health.ShardsOwned);
        Assert.Equal(0, world.Host.Health.ActorsLoaded);
        var appends = world.Journal.Batches.Count;
        Assert.Equal(new AskResult.NotMine(null), World.Result(world.Ask(World.Id(), new Show())));
        Assert.Equal(appends, world.Journal.Batches.Count);

        var other = World.ClientsOf((byte)(Shard + 1)).First();
        Assert.Equal("1", world.Said(World.Id("a", other), new Note("x")));
    }

    [Fact]
    public void Fenced_OneShardOfABatch_LeavesTheOthersAlone()
    {
        using var world = new World(OneLane).Start();
        var other = World.ClientsOf((byte)(Shard + 1)).First();
        world.Store.Claim(Shard);
        var lost = world.Post(World.Id(), new Note("x"));
        var kept = world.Post(World.Id("a", other), new Note("x"));
        world.Run();
        Assert.Equal(new AskResult.NotMine(null), World.Result(lost));
        Assert.Equal("1", World.Text(kept));
    }

    [Fact]
    public void Reply_OwnershipEndsWhileItIsComputed_IsNotGiven()
    {
        var ownership = new LeasedOwnership();
        using var world = new World(OneLane, ownership: ownership).Start();
        var asked = world.Ask(World.Id(), new Do((_, _) =>
        {
            ownership.IsOver = true;
            return Decision.Answer(new Said("stale"));
        }));
        Assert.Equal(new AskResult.NotMine(null), World.Result(asked));
        Assert.Equal(new AskResult.NotMine(null), World.Result(world.Ask(World.Id(), new Show())));
        ownership.IsOver = false;
        Assert.Equal("", world.Show(World.Id()));
    }

    [Fact]
    public void CommandRepeated_AfterwardsAndUnderAnotherState_GetsTheFirstReply()
    {
        using var world = new World(OneLane).Start();
        var id = CommandId.New();
        Assert.Equal("1", world.Said(World.Id(), new Note("x"), id));
        Assert.Equal("2", world.Said(World.Id(), new Note("y")));
        Assert.Equal("1", world.Said(World.Id(), new Note("x"), id));
        Assert.Equal("x y", world.Show(World.Id()));
        world.Restart();
        Assert.Equal("1", world.Said(World.Id(), new Note("x"), id));
        Assert.Equal(["x", "y"], world.Stored(World.Id()));
    }

    [Fact]
    public void CommandRepeated_WithOthersInTheBatch_TakesBackWhatTheyRestOn()
    {
        using var world = new World(OneLane).Start();
        var id = CommandId.New();
        world.Said(World.Id(), new Note("x"), id);
        var repeated = world.Post(World.Id(), new Note("x"), id);
        var next = world.Post(World.Id(), new Note("y"));
        var read = world.Post(World.Id(), new Show());
        world.Run();
        Assert.Equal("1", World.Text(repeated));
        Assert.Equal("2", World.Text(next));
        Assert.Equal("x y", World.Text(read));
        Assert.Equal(["x", "y"], world.Stored(World.Id()));
    }

    [Fact]
    public void CommandRepeated_FirstHadNoReply_HasNoneAgain()
    {
        using var world = new World(OneLane).Start();
        var id = CommandId.New();
        var silent = new Do((_, _) => new() { Events = [new Noted("x")] });
        Assert.Equal("", world.Said(World.Id(), silent, id));
        Assert.Equal("", world.Said(World.Id(), silent, id));
        Assert.Equal(["x"], world.Stored(World.Id()));
    }

    [Fact]
    public void IndexTaken_ByAnotherActorOfTheClient_IsDecidedAgain()
    {
        using var world = new World(OneLane).Start();
        Assert.Equal("yours", world.Said(World.Id("a"), Take("h")));
        Assert.Equal($"taken hash {World.Key("h")}", world.Said(World.Id("b"), Take("h")));
        Assert.Empty(world.Stored(World.Id("b")));
        Assert.Equal("", world.Show(World.Id("b")));
        Assert.Equal("yours", world.Said(World.Id("b", "another client"), Take("h")));
    }

    [Fact]
    public void IndexTaken_InOneBatch_GoesToTheFirst()
    {
        using var world = new World(OneLane).Start();
        var asked = new[] { "a", "b", "c" }.Select(key => world.Post(World.Id(key), Take("h"))).ToList();
        world.Run();
        Assert.Equal(["yours", $"taken hash {World.Key("h")}", $"taken hash {World.Key("h")}"], asked.Select(World.Text));
    }

    [Fact]
    public void IndexTaken_WithOthersBehindIt_KeepsTheirOrder()
    {
        using var world = new World(OneLane).Start();
        world.Said(World.Id("a"), Take("h"));
        var refused = world.Post(World.Id("b"), Take("h"));
        var next = world.Post(World.Id("b"), new Note("y"));
        var read = world.Post(World.Id("b"), new Show());
        world.Run();
        Assert.Equal($"taken hash {World.Key("h")}", World.Text(refused));
        Assert.Equal("1", World.Text(next));
        Assert.Equal("y", World.Text(read));
    }

    [Fact]
    public void IndexTaken_SecondOfTwoEntries_IsNamed()
    {
        using var world = new World(OneLane).Start();
        world.Said(World.Id("a"), Take("h2"));
        var both = new Do((_, _) => new()
        {
            Events = [new Noted("x")],
            Index = [new("hash", World.Key("h1"), true), new("hash", World.Key("h2"), true)],
        });
        Assert.Equal($"taken hash {World.Key("h2")}", world.Said(World.Id("b"), both));
        Assert.Equal("yours", world.Said(World.Id("c"), Take("h1")));
    }

    [Fact]
    public void IndexTaken_FreeAgainBeforeItIsLookedUp_IsDecidedAsAsked()
    {
        using var world = new World(OneLane).Start();
        world.Said(World.Id("a"), Take("h"));
        world.Journal.Hold("FindActorAsync");
        var second = world.Ask(World.Id("b"), Take("h"));
        var behind = world.Ask(World.Id("b"), new Show());
        Assert.False(second.IsCompleted);
        Assert.False(behind.IsCompleted);
        world.Said(World.Id("a"), new Do((_, _) => new() { Index = [new("hash", World.Key("h"), false)] }));
        world.Journal.LetGo("FindActorAsync");
        world.Run();
        Assert.Equal("yours", World.Text(second));
        Assert.Equal("took h", World.Text(behind));
    }

    [Fact]
    public void IndexTaken_LookUpFails_IsTriedAgain()
    {
        using var world = new World(OneLane).Start();
        world.Said(World.Id("a"), Take("h"));
        var failures = 2;
        world.Journal.Fails = operation => operation == "FindActorAsync" && failures-- > 0;
        Assert.Equal($"taken hash {World.Key("h")}", world.Said(World.Id("b"), Take("h")));
    }

    [Fact]
    public void IndexTaken_RepeatedWithAnId_IsRefusedAgain()
    {
        using var world = new World(OneLane).Start();
        world.Said(World.Id("a"), Take("h"));
        var id = CommandId.New();
        Assert.Equal($"taken hash {World.Key("h")}", world.Said(World.Id("b"), Take("h"), id));
        Assert.Equal($"taken hash {World.Key("h")}", world.Said(World.Id("b"), Take("h"), id));
    }

    [Fact]
    public void Written_ThoughItsBasisWasRefused_SetsTheActorAside()
    {
        using var world = new World(OneLane, strict: false).Start();
        world.Said(World.Id(), new Note("1"));
        world.Store.Write(World.Id(), Shard, "planted");
        var first = world.Post(World.Id(), new Note("2"));
        var second = world.Post(World.Id(), new Note("3"));
        world.Run();
        Assert.Equal(new AskResult.Unavailable(OutcomeIsUnknown: true), World.Result(second));
        Assert.Equal(new AskResult.Quarantined(QuarantineCategory.SequenceGap), World.Result(first));
    }
}
