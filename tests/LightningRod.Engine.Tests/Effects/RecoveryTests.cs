using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Effects;
using LightningRod.Engine.Tests.Support;

namespace LightningRod.Engine.Tests.Effects;

/// <summary>What the journal alone knows: after a start, past the bounds of memory, after an unknown outcome.</summary>
public sealed class RecoveryTests
{
    private static readonly EngineOptions OneLane = new() { Lanes = 1 };

    [Fact]
    public void Start_EffectsThatAreNotDone_AreReadAndDone()
    {
        using var world = new World(OneLane).Start();
        world.Handler.OutcomeOf = (_, _) => new TaskCompletionSource<EffectOutcome>().Task;
        for (var i = 0; i < 600; i++) world.Said(World.Id($"{i % 7}"), EffectTests.Sending(($"out/{i % 5}", $"{i}")));
        world.Kill();
        world.Handler.Attempts.Clear();
        world.Handler.OutcomeOf = (_, _) => TestHandler.Done();
        world.Start();
        Assert.Empty(world.Store.Outbox);
        foreach (var destination in world.Handler.Attempts.GroupBy(attempt => attempt.Effect.Destination))
            Assert.Equal(destination.Select(attempt => attempt.Context.Position).Order(), destination.Select(attempt => attempt.Context.Position));
        Assert.Equal(600, world.Handler.Texts.Distinct().Count());
        Assert.All(world.Handler.Attempts, attempt => Assert.Equal(2, attempt.Context.Epoch));
    }

    [Fact]
    public void Start_EffectsThatLanesWriteMeanwhile_ComeBehindTheOlderOnes()
    {
        using var world = new World(OneLane).Start();
        world.Handler.OutcomeOf = (_, _) => TestHandler.Retry(TimeSpan.FromHours(1));
        world.Said(World.Id(), EffectTests.Sending(("out/1", "old")));
        world.Kill();
        world.Handler.Attempts.Clear();
        world.Handler.OutcomeOf = (_, _) => TestHandler.Done();
        world.Prepare();
        world.Journal.Hold("ReadOutboxAsync");
        world.Await(() => world.Host.StartAsync());
        world.Said(World.Id(), EffectTests.Sending(("out/1", "new"), ("out/2", "new too")));
        Assert.Empty(world.Handler.Attempts);
        world.Journal.LetGo("ReadOutboxAsync");
        world.Run();
        Assert.Equal(["old", "new", "new too"], world.Handler.Texts);
        Assert.Empty(world.Store.Outbox);
    }

    [Fact]
    public void Start_OutboxCannotBeRead_IsTriedUntilItCan()
    {
        using var world = new World(OneLane).Start();
        world.Handler.OutcomeOf = (_, _) => TestHandler.Retry(TimeSpan.FromHours(1));
        world.Said(World.Id(), EffectTests.Sending(("out/1", "x")));
        world.Kill();
        world.Handler.Attempts.Clear();
        world.Prepare();
        world.Journal.Fails = operation => operation == "ReadOutboxAsync";
        world.Await(() => world.Host.StartAsync());
        world.Pass(TimeSpan.FromMinutes(10));
        Assert.Empty(world.Handler.Attempts);
        world.Journal.Fails = _ => false;
        world.PassStorageDelay();
        Assert.Equal(["x"], world.Handler.Texts);
    }

    [Fact]
    public void Crash_BetweenHandlerAndOutcome_ComesAgainUnderTheSameId()
    {
        using var world = new World(OneLane).Start();
        world.Journal.FaultOf = batch => batch.All(append => append.Effects.IsEmpty) ? AppendFault.NeverEnds : AppendFault.None;
        world.Said(World.Id(), EffectTests.Sending(("out/1", "x")));
        world.Restart();
        Assert.Equal(2, world.Handler.Attempts.Count);
        Assert.Single(world.Handler.Attempts.Select(attempt => attempt.Context.EffectId).Distinct());
        Assert.Equal(["sends", "sent x"], world.Stored(World.Id()));
        Assert.Empty(world.Store.Outbox);
    }

    [Fact]
    public void Crash_BetweenOutcomeAndCompletion_TellsTheActorOnce()
    {
        using var world = new World(OneLane).Start();
        world.Journal.Hold("CompleteEffectsAsync");
        world.Said(World.Id(), EffectTests.Sending(("out/1", "x")));
        Assert.Equal(["sends", "sent x"], world.Stored(World.Id()));
        world.Restart();
        Assert.Equal(2, world.Handler.Attempts.Count);
        Assert.Equal(["sends", "sent x"], world.Stored(World.Id()));
        Assert.Empty(world.Store.Outbox);
    }

    [Fact]
    public void Destination_WithMoreThanFitsIntoMemory_ReadsTheRestFromTheTableInOrder()
    {
        using var world = new World(OneLane with { EffectsPerDestination = 4 }).Start();
        var isUp = false;
        world.Handler.OutcomeOf = (_, effect) => isUp || effect.Destination == "out/up" ? TestHandler.Done() : TestHandler.Retry(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 700; i++)
        {
            world.Said(World.Id($"{i % 3}"), EffectTests.Sending(("out/down", $"{i}"), ("out/up", $"up {i}")));
            Assert.True(world.Host.Health.EffectsInMemory <= 4);
        }

        Assert.Equal(Enumerable.Range(0, 700).Select(i => $"up {i}"), world.Handler.Texts.Where(text => text.StartsWith("up", StringComparison.Ordinal)));
        isUp = true;
        world.Handler.Attempts.Clear();
        world.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(Enumerable.Range(0, 700).Select(i => $"{i}"), world.Handler.Texts);
        Assert.Empty(world.Store.Outbox);

        var reads = world.Journal.Calls["ReadOutboxAsync"];
        world.Said(World.Id(), EffectTests.Sending(("out/down", "after")));
        Assert.Equal("after", world.Handler.Texts.Last());
        Assert.Equal(reads, world.Journal.Calls["ReadOutboxAsync"]);
    }

    [Fact]
    public void Destination_OverfullWithManyShardsAndARestart_LosesNothing()
    {
        using var world = new World(OneLane with { EffectsPerDestination = 3 }).Start();
        var isUp = false;
        world.Handler.OutcomeOf = (_, _) => isUp ? TestHandler.Done() : TestHandler.Retry(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 100; i++) world.Said(World.Id("a", $"client {i % 10}"), EffectTests.Sending(("out/1", $"{i}")));
        world.Restart();
        for (var i = 100; i < 200; i++) world.Said(World.Id("a", $"client {i % 10}"), EffectTests.Sending(("out/1", $"{i}")));
        isUp = true;
        world.Handler.Attempts.Clear();
        world.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(200, world.Handler.Attempts.Count);
        Assert.Empty(world.Store.Outbox);
        foreach (var shard in world.Handler.Attempts.GroupBy(attempt => attempt.Context.Shard))
            Assert.Equal(shard.Select(attempt => attempt.Context.Position).Order(), shard.Select(attempt => attempt.Context.Position));
    }

    [Theory]
    [InlineData(nameof(AppendFault.WrittenButLost), true)]
    [InlineData(nameof(AppendFault.HalfWrittenAndLost), true)]
    [InlineData(nameof(AppendFault.LandsLate), true)]
    [InlineData(nameof(AppendFault.Lost), false)]
    public void Append_OutcomeUnknown_ItsEffectsAreFoundInTheTableIfTheyAreThere(string fault, bool isWritten)
    {
        using var world = new World(OneLane).Start();
        world.Said(World.Id(), EffectTests.Sending(("out/1", "before")));
        world.Journal.FailNext(Enum.Parse<AppendFault>(fault));
        _ = world.Ask(World.Id(), EffectTests.Sending(("out/1", "x")));
        world.PassStorageDelay();
        world.Journal.LandLate();
        world.Said(World.Id("b"), EffectTests.Sending(("out/1", "after")));
        world.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(isWritten ? ["after", "before", "x"] : ["after", "before"], world.Handler.Texts.Order());
        Assert.Empty(world.Store.Outbox);
    }

    [Fact]
    public void Append_OutcomeUnknown_ItsEffectsKeepTheirPlace()
    {
        using var world = new World(OneLane).Start();
        world.Journal.FailNext(AppendFault.WrittenButLost);
        world.Journal.Hold("ReadOutboxAsync");
        _ = world.Ask(World.Id(), EffectTests.Sending(("out/1", "1")));
        world.PassStorageDelay();
        world.Said(World.Id("b"), EffectTests.Sending(("out/1", "2")));
        world.Journal.LetGo("ReadOutboxAsync");
        world.Run();
        Assert.Equal(["1", "2"], world.Handler.Texts);
    }

    [Fact]
    public void Effect_ThatCannotBeRead_SetsItsActorAsideAndHoldsUpNothing()
    {
        using var world = new World(OneLane).Start();
        world.Handler.OutcomeOf = (_, _) => TestHandler.Retry(TimeSpan.FromHours(1));
        world.Said(World.Id("bad"), EffectTests.Sending(("out/1", "garbage")));
        world.Said(World.Id("good"), EffectTests.Sending(("out/1", "x")));
        world.Kill();
        world.Handler.Attempts.Clear();
        world.Handler.OutcomeOf = (_, _) => TestHandler.Done();
        world.Start();
        Assert.Equal(["x"], world.Handler.Texts);
        Assert.Single(world.Store.Outbox);
        Assert.Equal(1, world.Host.Health.ActorsInQuarantine);
        Assert.IsType<Fabric.AskResult.Quarantined>(World.Result(world.Ask(World.Id("bad"), new Show())));
    }
}
