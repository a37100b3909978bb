using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Tests.Support;

namespace LightningRod.Engine.Tests.Lanes;

/// <summary>Queues are bounded, and a full one says so at once.</summary>
public sealed class BoundsTests
{
    [Fact]
    public void Client_With64CommandsInFlight_IsBusy()
    {
        using var world = new World().Start();
        world.Journal.Hold("AppendAsync");
        var asked = Enumerable.Range(0, 64).Select(i => world.Ask(World.Id($"{i % 5}"), new Note("x"))).ToList();
        Assert.Equal(new AskResult.Busy(BusyBound.Client), World.Result(world.Ask(World.Id(), new Note("x"))));
        var neighbour = world.Ask(World.Id("a", World.ClientsOf(World.Map.ShardOf(World.Key("client"))).First()), new Note("x"));
        Assert.False(neighbour.IsCompleted);
        world.Journal.LetGo("AppendAsync");
        world.Run();
        Assert.All(asked, one => Assert.IsType<AskResult.Replied>(World.Result(one)));
        Assert.Equal("1", World.Text(neighbour));
        Assert.Equal("1", world.Said(World.Id(), new Note("x")));
    }

    [Fact]
    public void Client_GivesUpAndAsksAgain_HasNoMoreInFlight()
    {
        using var world = new World(new() { Lanes = 1, CommandsPerClient = 2 }).Start();
        world.Journal.Hold("AppendAsync");
        var second = TimeSpan.FromSeconds(1);
        _ = world.Ask(World.Id(), new Note("1"), timeout: second);
        _ = world.Ask(World.Id(), new Note("2"), timeout: second);
        world.Pass(second);
        Assert.Equal(new AskResult.Busy(BusyBound.Client), World.Result(world.Ask(World.Id(), new Note("3"))));
        Assert.Equal(2, world.Host.Health.CommandsWaiting);
        world.Journal.LetGo("AppendAsync");
        world.Run();
        Assert.Equal(0, world.Host.Health.CommandsWaiting);
        Assert.IsType<AskResult.Replied>(World.Result(world.Ask(World.Id(), new Note("3"))));
    }

    [Fact]
    public void Lane_Full_IsBusyAtOnce()
    {
        using var world = new World(new() { Lanes = 1, LaneCapacity = 10 }).Start();
        world.Journal.Hold("AppendAsync");
        var asked = Enumerable.Range(0, 10).Select(i => world.Ask(World.Id("a", $"client {i}"), new Note("x"))).ToList();
        Assert.Equal(new AskResult.Busy(BusyBound.Lane), World.Result(world.Ask(World.Id(), new Note("x"))));
        world.Journal.LetGo("AppendAsync");
        world.Run();
        Assert.All(asked, one => Assert.Equal("1", World.Text(one)));
        Assert.Equal("1", world.Said(World.Id(), new Note("x")));
    }

    [Fact]
    public void Lane_FullOfLoadingActors_IsBusyAndAnswersInOrderLater()
    {
        using var world = new World(new() { Lanes = 1, LaneCapacity = 10 }).Start();
        world.Journal.Hold("ReadEventsAsync");
        var asked = Enumerable.Range(1, 10).Select(i => world.Ask(World.Id(), new Note($"{i}"))).ToList();
        Assert.Equal(new AskResult.Busy(BusyBound.Lane), World.Result(world.Ask(World.Id(), new Note("x"))));
        world.Journal.LetGo("ReadEventsAsync");
        world.Run();
        Assert.Equal(Enumerable.Range(1, 10).Select(i => $"{i}"), asked.Select(World.Text));
    }

    [Fact]
    public void Lane_FullOfStrangersCommands_StillTakesAlarms()
    {
        using var world = new World(new() { Lanes = 1, LaneCapacity = 3 }).Start();
        world.Said(World.Id(), new Do((_, _) => new() { Alarm = Alarm.AtHeight(10) }));
        world.Journal.Hold("AppendAsync");
        for (var i = 0; i < 3; i++) _ = world.Ask(World.Id("a", $"client {i}"), new Note("x"));
        Assert.Equal(new AskResult.Busy(BusyBound.Lane), World.Result(world.Ask(World.Id("b"), new Note("x"))));
        world.Do(() => world.Host.Heights.Raise(10));
        Assert.Equal(4, world.Host.Health.CommandsWaiting);
        world.Journal.LetGo("AppendAsync");
        world.Run();
        Assert.StartsWith("alarm", world.Show(World.Id()), StringComparison.Ordinal);
    }

    [Fact]
    public void Actors_OfALane_TakeTurns()
    {
        using var world = new World(new() { Lanes = 1, BatchSize = 4 }).Start();
        foreach (var key in new[] { "many", "few", "one" }) world.Show(World.Id(key));
        world.Journal.Hold("AppendAsync");
        _ = world.Ask(World.Id("first"), new Note("x"));
        for (var i = 0; i < 20; i++) _ = world.Ask(World.Id("many"), new Note($"many {i}"));
        for (var i = 0; i < 2; i++) _ = world.Ask(World.Id("few"), new Note($"few {i}"));
        _ = world.Ask(World.Id("one"), new Note("one 0"));
        world.Journal.LetGo("AppendAsync");
        world.Run();

        var order = world.Journal.Batches.Skip(1).Select(batch => string.Join(' ', batch.Select(append => System.Text.Encoding.UTF8.GetString(append.Actor.Key.Span))));
        Assert.Equal(["many few one many", "few many many many"], order.Take(2));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"many {i}"), world.Stored(World.Id("many")));
    }

    [Fact]
    public void Command_ThatNobodyWaitsForAnyMore_IsNotDecided()
    {
        using var world = new World(new() { Lanes = 1 }).Start();
        world.Show(World.Id());
        world.Journal.Hold("AppendAsync");
        var first = world.Ask(World.Id(), new Note("first"));
        var late = world.Ask(World.Id(), new Note("late"), timeout: TimeSpan.FromSeconds(1));
        world.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(new AskResult.TimedOut(), World.Result(late));
        world.Journal.LetGo("AppendAsync");
        world.Run();
        Assert.Equal("1", World.Text(first));
        Assert.Equal(["first"], world.Stored(World.Id()));
    }

    [Fact]
    public void Command_Cancelled_Throws()
    {
        using var world = new World(new() { Lanes = 1 }).Start();
        world.Journal.Hold("ReadEventsAsync");
        using var cancel = new CancellationTokenSource();
        Task<AskResult>? asked = null;
        world.Do(() => asked = world.Host.Fabric.AskAsync(World.Id(), new Note("x"), cancel: cancel.Token));
        world.Do(cancel.Cancel);
        Assert.True(asked!.IsCanceled);
        world.Journal.LetGo("ReadEventsAsync");
        world.Run();
        Assert.Empty(world.Stored(World.Id()));
        Assert.Equal(0, world.Host.Health.CommandsWaiting);
    }

    [Fact]
    public void Command_OfAKindThatNobodyAdded_IsAMistakeOfTheProgram()
    {
        using var world = new World().Start();
        Assert.Throws<ArgumentException>(() => World.Result(world.Ask(World.Id() with { Kind = "unheard" }, new Note("x"))));
    }
}
