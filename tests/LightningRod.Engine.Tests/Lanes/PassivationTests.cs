using System.Runtime.CompilerServices;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Tests.Support;

namespace LightningRod.Engine.Tests.Lanes;

/// <summary>Actors leave memory, and nothing but their soft state is lost by it.</summary>
public sealed class PassivationTests
{
    private static readonly EngineOptions OneLane = new() { Lanes = 1 };

    [Fact]
    public void Actor_IdleForTwoMinutes_LeavesMemoryAndComesBackTheSame()
    {
        using var world = new World(OneLane).Start();
        for (var i = 0; i < 50; i++) world.Said(World.Id(), new Note($"{i}"));
        var live = world.Show(World.Id());
        Assert.Equal(1, world.Host.Health.ActorsLoaded);
        world.Pass(TimeSpan.FromSeconds(119));
        Assert.Equal(1, world.Host.Health.ActorsLoaded);
        world.Pass(TimeSpan.FromSeconds(60));
        Assert.Equal(0, world.Host.Health.ActorsLoaded);
        Assert.Equal(live, world.Show(World.Id()));
        Assert.Equal("51", world.Said(World.Id(), new Note("more")));
    }

    [Fact]
    public void Actor_UsedNowAndThen_Stays()
    {
        using var world = new World(OneLane).Start();
        for (var i = 0; i < 10; i++)
        {
            world.Show(World.Id());
            world.Pass(TimeSpan.FromSeconds(100));
        }

        Assert.Equal(1, world.Journal.Calls["ReadEventsAsync"]);
    }

    [Fact]
    public void Actor_WithACommandOnItsWay_Stays()
    {
        using var world = new World(OneLane).Start();
        world.Journal.Hold("AppendAsync");
        var asked = world.Ask(World.Id(), new Note("x"), timeout: TimeSpan.FromHours(1));
        world.Pass(TimeSpan.FromMinutes(10));
        world.Journal.LetGo("AppendAsync");
        world.Run();
        Assert.Equal("1", World.Text(asked));
        Assert.Equal("x", world.Show(World.Id()));
    }

    [Fact]
    public void Actors_MoreThanFit_TheLeastUsedLeaves()
    {
        using var world = new World(OneLane with { ActorsPerLane = 3 }).Start();
        foreach (var key in new[] { "a", "b", "c" }) world.Said(World.Id(key), new Note(key));
        world.Show(World.Id("a"));
        world.Show(World.Id("d"));
        Assert.Equal(3, world.Host.Health.ActorsLoaded);
        var reads = world.Journal.Calls["ReadEventsAsync"];
        foreach (var key in new[] { "a", "c", "d" }) world.Show(World.Id(key));
        Assert.Equal(reads, world.Journal.Calls["ReadEventsAsync"]);
        Assert.Equal("b", world.Show(World.Id("b")));
        Assert.Equal(reads + 1, world.Journal.Calls["ReadEventsAsync"]);
    }

    [Fact]
    public void State_OfAnActorThatLeft_IsNotKept()
    {
        using var world = new World(OneLane).Start();
        var state = StateOf(world, World.Id());
        GC.Collect();
        Assert.True(state.IsAlive);
        world.Pass(TimeSpan.FromMinutes(3));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(state.IsAlive);
    }

    [Fact]
    public void SoftEvents_AreAppliedAndGoneWhenTheActorIsReadAgain()
    {
        using var world = new World(OneLane).Start();
        var show = new Do((state, _) => Decision.Answer(new Said($"{state} / {state.Soft}")));
        world.Said(World.Id(), new Do((_, _) => new() { Soft = [new Softly("here")] }));
        Assert.Empty(world.Journal.Batches);
        Assert.Equal(" / here", world.Said(World.Id(), show));
        world.Said(World.Id(), new Do((_, _) => new() { Events = [new Noted("x")], Soft = [new Softly("there")] }));
        Assert.Equal("x / there", world.Said(World.Id(), show));
        Assert.Equal("2", world.Said(World.Id(), new Note("y")));
        world.Pass(TimeSpan.FromMinutes(3));
        Assert.Equal("x y / ", world.Said(World.Id(), show));
    }

    [Fact]
    public void SoftEvents_OfADecisionThatWasRefused_AreTakenBack()
    {
        using var world = new World(OneLane).Start();
        world.Said(World.Id("other"), new Do((_, _) => new() { Index = [new("hash", World.Key("h"), true)] }));
        world.Said(World.Id(), new Do((_, _) => new() { Soft = [new Softly("before")] }));
        world.Said(World.Id(), new Do((_, _) => new()
        {
            Events = [new Noted("x")],
            Soft = [new Softly("refused")],
            Index = [new("hash", World.Key("h"), true)],
        }));
        Assert.Equal("before", world.Said(World.Id(), new Do((state, _) => Decision.Answer(new Said(state.Soft)))));
    }

    [Fact]
    public void Checkpoint_EventsBeforeIt_AreNotRead()
    {
        using var world = new World(OneLane).Start();
        world.Said(World.Id(), new Note("1"));
        world.Said(World.Id(), new Note("2"));
        world.Said(World.Id(), new Do((state, _) => new() { Events = [new Noted("3"), new AllNoted([.. state.Texts, "3"])] }));
        world.Said(World.Id(), new Note("4"));
        Assert.True(world.Journal.Batches[^2][0].EndsInCheckpoint);
        Assert.False(world.Journal.Batches[^1][0].EndsInCheckpoint);
        world.Restart();
        Assert.Equal("1 2 3 4", world.Show(World.Id()));
        Assert.Equal("5", world.Said(World.Id(), new Note("5")));
        Assert.Equal(6, world.Journal.Batches[^1][0].FirstSequence);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference StateOf(World world, ActorId actor)
    {
        var state = new WeakReference(null);
        world.Said(actor, new Note("x"));
        world.Said(actor, new Do((present, _) =>
        {
            state.Target = present;
            return Decision.Nothing;
        }));
        return state;
    }
}
