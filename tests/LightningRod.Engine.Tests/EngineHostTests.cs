using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Effects;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Tests.Effects;
using LightningRod.Engine.Tests.Support;

namespace LightningRod.Engine.Tests;

/// <summary>How a member begins and ends.</summary>
public sealed class EngineHostTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static readonly AskResult NotTaken = new AskResult.Unavailable(OutcomeIsUnknown: false);

    [Fact]
    public void StartAsync_ClaimsTheShardsAndLoadsNoActor()
    {
        using var world = new World().Start();
        for (var i = 0; i < 50; i++) world.Said(World.Id($"{i}", $"client {i}"), new Note("x"));
        world.Restart();
        Assert.Equal(256, world.Host.Health.ShardsOwned);
        Assert.Equal(2, world.Host.Ownership.EpochOf(7));
        Assert.True(world.Host.Health.IsRunning);
        Assert.Equal(0, world.Host.Health.ActorsLoaded);
        Assert.DoesNotContain("ReadEventsAsync", world.Journal.Calls.Keys);
    }

    [Fact]
    public void StartAsync_StorageFails_ThrowsAndCanBeTriedAgain()
    {
        using var world = new World().Prepare();
        foreach (var operation in new[] { "ReadQuarantineAsync", "RaiseHeightAsync", "ClaimAllAsync" })
        {
            world.Journal.Fails = called => called == operation;
            Assert.Throws<JournalUnavailableException>(() => world.Await(() => world.Host.StartAsync()));
            Assert.Equal(NotTaken, World.Result(world.Ask(World.Id(), new Note("x"))));
        }

        world.Journal.Fails = _ => false;
        world.Await(() => world.Host.StartAsync());
        Assert.Equal("1", world.Said(World.Id(), new Note("x")));
    }

    [Fact]
    public void AskAsync_BeforeTheStart_IsNotTaken()
    {
        using var world = new World().Prepare();
        Assert.Equal(NotTaken, World.Result(world.Ask(World.Id(), new Note("x"))));
    }

    [Fact]
    public void AskAsync_ShardThatWasNotClaimed_IsNotMine()
    {
        using var world = new World { Shards = [1, 2] }.Start();
        Assert.Equal(new AskResult.NotMine(null), World.Result(world.Ask(World.Id("a", World.ClientsOf(3).First()), new Note("x"))));
        Assert.Equal("1", world.Said(World.Id("a", World.ClientsOf(2).First()), new Note("x")));
    }

    [Fact]
    public void StopAsync_DecidesWhatItHasTakenAndTakesNoMore()
    {
        using var world = new World(new() { Lanes = 1 }).Start();
        world.Journal.Hold("AppendAsync");
        var asked = Enumerable.Range(0, 40).Select(i => world.Ask(World.Id($"{i % 5}"), new Note("x"))).ToList();
        var stop = Stop(world);
        Assert.False(stop.IsCompleted);
        Assert.Equal(NotTaken, World.Result(world.Ask(World.Id(), new Note("late"))));
        world.Journal.LetGo("AppendAsync");
        world.Run();
        Assert.True(Ended(stop));
        Assert.All(asked, one => Assert.IsType<AskResult.Replied>(World.Result(one)));
        Assert.Equal(40, Enumerable.Range(0, 5).Sum(i => world.Stored(World.Id($"{i}")).Count));
        Assert.False(world.Host.Health.IsRunning);
    }

    [Fact]
    public void StopAsync_EffectUnderWay_IsDoneAndNotedAndTheOthersWait()
    {
        using var world = new World(new() { Lanes = 1 }).Start();
        var gate = new TaskCompletionSource<EffectOutcome>();
        world.Handler.OutcomeOf = (_, _) => gate.Task;
        world.Said(World.Id(), EffectTests.Sending(("out/1", "1"), ("out/1", "2"), ("out/2", "3")));
        world.Handler.OutcomeOf = (_, _) => TestHandler.Retry();
        var stop = Stop(world);
        Assert.False(stop.IsCompleted);
        world.Do(() => gate.SetResult(new EffectOutcome.Done(new Note("done"))));
        Assert.True(Ended(stop));
        Assert.Equal(["1", "3"], world.Handler.Texts);
        Assert.Equal(["sends", "done", "done"], world.Stored(World.Id()));
        Assert.Equal([2L], world.Store.Outbox.Select(row => row.Position));
        world.Handler.OutcomeOf = (_, _) => TestHandler.Done();
        world.Restart();
        Assert.Equal(["1", "3", "2"], world.Handler.Texts);
    }

    [Fact]
    public void StopAsync_BlockedDestination_IsNotWaitedFor()
    {
        using var world = new World(new() { Lanes = 1 }).Start();
        world.Handler.OutcomeOf = (_, _) => TestHandler.Retry(TimeSpan.FromHours(1));
        world.Said(World.Id(), EffectTests.Sending(("out/1", "1"), ("out/1", "2")));
        Assert.True(Ended(Stop(world)));
        Assert.Equal(2, world.Store.Outbox.Count);
    }

    [Fact]
    public void StopAsync_AfterTheDeadline_CutsOffAndLosesNothingAcknowledged()
    {
        using var world = new World(new() { Lanes = 1 }).Start();
        Assert.Equal("1", world.Said(World.Id(), new Note("acknowledged")));
        world.Journal.Hold("AppendAsync");
        var written = world.Ask(World.Id(), new Note("on its way"), timeout: TimeSpan.FromHours(1));
        var waiting = world.Ask(World.Id(), new Note("waits"), timeout: TimeSpan.FromHours(1));
        var stop = Stop(world);
        world.Pass(Deadline);
        Assert.False(Ended(stop));
        Assert.Equal(new AskResult.Unavailable(OutcomeIsUnknown: true), World.Result(written));
        Assert.Equal(NotTaken, World.Result(waiting));
        world.Restart();
        Assert.Equal("acknowledged", world.Show(World.Id()));
    }

    [Fact]
    public void StopAsync_StorageIsAway_EndsAtTheDeadline()
    {
        using var world = new World(new() { Lanes = 1 }).Start();
        world.Journal.FaultOf = _ => AppendFault.Refused;
        for (var i = 0; i < 5; i++) _ = world.Ask(World.Id(), new Note("x"));
        world.Journal.Fails = _ => true;
        world.Do(() => world.Host.Heights.Raise(5));
        var stop = Stop(world);
        world.Pass(Deadline);
        Assert.True(stop.IsCompleted);
    }

    [Fact]
    public void StopAsync_AlarmUnderWay_IsDecided()
    {
        using var world = new World(new() { Lanes = 1 }).Start();
        world.Said(World.Id(), new Do((_, _) => new() { Alarm = Alarm.AtHeight(1) }));
        world.Journal.Hold("AppendAsync");
        world.Do(() => world.Host.Heights.Raise(1));
        var stop = Stop(world);
        world.Journal.LetGo("AppendAsync");
        world.Run();
        Assert.True(Ended(stop));
        Assert.Single(world.Stored(World.Id()));
    }

    [Fact]
    public void StopAsync_OfAnIdleMember_EndsAtOnce()
    {
        using var world = new World().Start();
        Assert.True(Ended(Stop(world)));
    }

    private static bool Ended(Task<bool> stop)
    {
        Assert.True(stop.IsCompleted);
        return stop.GetAwaiter().GetResult();
    }

    private static Task<bool> Stop(World world)
    {
        Task<bool>? stop = null;
        world.Do(() => stop = world.Host.StopAsync(Deadline));
        return stop!;
    }
}
