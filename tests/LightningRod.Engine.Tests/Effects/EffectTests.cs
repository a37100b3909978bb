using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Effects;
using LightningRod.Engine.Tests.Support;

namespace LightningRod.Engine.Tests.Effects;

/// <summary>Effects reach their handlers once they are durable, in order, until they are done; outcomes reach the actor once.</summary>
public sealed class EffectTests
{
    private static readonly EngineOptions OneLane = new() { Lanes = 1 };

    internal static Do Sending(params (string Destination, string Text)[] effects) => new((_, _) => new()
    {
        Events = [new Noted("sends")],
        Effects = [.. effects.Select(effect => new Send(effect.Destination, effect.Text))],
        Reply = new Said("sent"),
    });

    [Fact]
    public void Effect_OfADurableDecision_IsHandedOverWithoutReadingTheTable()
    {
        using var world = new World(OneLane).Start();
        var reads = world.Journal.Calls["ReadOutboxAsync"];
        world.Journal.Hold("AppendAsync");
        var asked = world.Ask(World.Id(), Sending(("out/1", "x")));
        Assert.Empty(world.Handler.Attempts);
        world.Journal.LetGo("AppendAsync");
        world.Run();
        Assert.Equal("sent", World.Text(asked));

        var (context, effect) = Assert.Single(world.Handler.Attempts);
        Assert.Equal("x", effect.Text);
        Assert.Equal((World.Id(), World.Map.ShardOf(World.Key("client")), 1L, 1L, 1), (context.Actor, context.Shard, context.Epoch, context.Position, context.Attempt));
        Assert.Equal(["sends", "sent x"], world.Stored(World.Id()));
        Assert.Empty(world.Store.Outbox);
        Assert.Equal(reads, world.Journal.Calls["ReadOutboxAsync"]);
    }

    [Fact]
    public void Effect_OfADecisionThatWasNotWritten_IsNotHandedOver()
    {
        using var world = new World(OneLane).Start();
        world.Journal.FailNext(AppendFault.Refused);
        _ = world.Ask(World.Id(), Sending(("out/1", "x")));
        world.PassStorageDelay();
        world.Pass(TimeSpan.FromMinutes(5));
        Assert.Empty(world.Handler.Attempts);
    }

    [Fact]
    public void Effects_OfOneDestination_KeepTheirOrderOverAllActors()
    {
        using var world = new World(OneLane).Start();
        var (slow, fast) = (new TaskCompletionSource<EffectOutcome>(), 0);
        world.Handler.OutcomeOf = (_, effect) => effect.Text == "0" ? slow.Task : TestHandler.Done();
        for (var i = 0; i < 20; i++) world.Said(World.Id($"{i % 3}"), Sending(("out/1", $"{i}"), ("out/2", $"other {fast++}")));
        Assert.Equal(["0"], world.Handler.Attempts.Where(attempt => attempt.Effect.Destination == "out/1").Select(attempt => attempt.Effect.Text));
        Assert.Equal(20, world.Handler.Texts.Count(text => text.StartsWith("other", StringComparison.Ordinal)));
        world.Do(() => slow.SetResult(new EffectOutcome.Done()));
        Assert.Equal(
            Enumerable.Range(0, 20).Select(i => $"{i}"),
            world.Handler.Attempts.Where(attempt => attempt.Effect.Destination == "out/1").Select(attempt => attempt.Effect.Text));
        Assert.Empty(world.Store.Outbox);
    }

    [Fact]
    public void Destination_ThatFails_HoldsUpItselfAloneAndIsTriedLessAndLessOften()
    {
        using var world = new World(OneLane).Start();
        var tries = new List<DateTimeOffset>();
        var isUp = false;
        world.Handler.OutcomeOf = (_, effect) =>
        {
            if (effect.Destination != "out/down") return TestHandler.Done();
            tries.Add(world.Time.Now);
            return isUp ? TestHandler.Done(new Note("at last")) : TestHandler.Retry();
        };
        world.Said(World.Id(), Sending(("out/down", "1"), ("out/up", "2"), ("out/down", "3")));
        for (var i = 0; i < 30; i++) world.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(["1", "2"], world.Handler.Texts.Distinct());
        Assert.Equal(1, world.Host.Health.BlockedDestinations);
        Assert.Equal(TimeSpan.FromMinutes(30), world.Host.Health.OldestEffect);
        Assert.Equal(2, world.Host.Health.EffectsInMemory);
        var waits = tries.Zip(tries.Skip(1), (a, b) => b - a).ToList();
        Assert.True(waits[0] <= OneLane.FirstRetryAfter);
        Assert.All(waits, wait => Assert.True(wait <= OneLane.LongestRetryAfter));
        Assert.True(waits[^1] > TimeSpan.FromSeconds(45));
        Assert.InRange(world.Store.Outbox[0].Attempts, 16, 64);

        isUp = true;
        world.Do(() => world.Host.TryNow("out/down"));
        Assert.Equal(["sends", "at last", "at last"], world.Stored(World.Id()));
        Assert.Equal(0, world.Host.Health.BlockedDestinations);
        Assert.Empty(world.Store.Outbox);
    }

    [Fact]
    public void Retry_AfterATimeThatTheHandlerNames_ComesThen()
    {
        using var world = new World(OneLane).Start();
        world.Handler.OutcomeOf = (context, _) => context.Attempt == 1 ? TestHandler.Retry(TimeSpan.FromMinutes(7)) : TestHandler.Done();
        world.Said(World.Id(), Sending(("out/1", "x")));
        world.Pass(TimeSpan.FromSeconds(419));
        Assert.Single(world.Handler.Attempts);
        world.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(2, world.Handler.Attempts.Count);
        Assert.Equal(world.Handler.Attempts[0].Context.EffectId, world.Handler.Attempts[1].Context.EffectId);
    }

    [Fact]
    public void Handler_Throws_IsAFailedAttempt()
    {
        using var world = new World(OneLane).Start();
        world.Handler.OutcomeOf = (context, _) => context.Attempt < 3 ? throw new InvalidOperationException("no") : TestHandler.Done();
        world.Said(World.Id(), Sending(("out/1", "x")));
        world.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(3, world.Handler.Attempts.Count);
        Assert.Empty(world.Store.Outbox);
    }

    [Fact]
    public void Destination_WithoutAHandler_WaitsForOne()
    {
        using var world = new World(OneLane).Start();
        world.Said(World.Id(), Sending(("nowhere/1", "x"), ("outer", "y"), ("out", "z")));
        world.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal(["z"], world.Handler.Texts);
        Assert.Equal(2, world.Store.Outbox.Count);
        Assert.Equal(2, world.Host.Health.BlockedDestinations);
    }

    [Fact]
    public void Outcome_ActorIsBusyWithLoading_DoesNotHoldUpTheDestination()
    {
        using var world = new World(OneLane).Start();
        world.Said(World.Id("a"), Sending(("out/1", "a")));
        world.Pass(TimeSpan.FromMinutes(3));
        world.Journal.Hold("ReadEventsAsync");
        world.Handler.Attempts.Clear();
        _ = world.Ask(World.Id("a"), Sending(("out/1", "a")));
        world.Journal.LetGo("ReadEventsAsync");
        world.Run();
        world.Journal.Hold("AppendAsync");
        _ = world.Ask(World.Id("b"), Sending(("out/1", "b1"), ("out/1", "b2"), ("out/1", "b3")));
        world.Journal.LetGo("AppendAsync");
        world.Journal.Hold("CompleteEffectsAsync");
        world.Run();
        Assert.Equal(["a", "b1", "b2", "b3"], world.Handler.Texts);
        Assert.Equal(["sends", "sent b1", "sent b2", "sent b3"], world.Stored(World.Id("b")));
        Assert.Equal(3, world.Store.Outbox.Count);
        world.Journal.LetGo("CompleteEffectsAsync");
        world.Run();
        Assert.Empty(world.Store.Outbox);
    }

    [Fact]
    public void Outcomes_OfADestination_AreBounded()
    {
        using var world = new World(OneLane with { OutcomesPerDestination = 2 }).Start();
        for (var i = 0; i < 6; i++) world.Show(World.Id($"{i}"));
        world.Journal.FaultOf = batch => batch.All(append => append.Effects.IsEmpty) ? AppendFault.NeverEnds : AppendFault.None;
        for (var i = 0; i < 6; i++) world.Post(World.Id($"{i}"), Sending(("out/1", $"{i}")));
        world.Run();
        Assert.Equal(["0", "1"], world.Handler.Texts);
    }

    [Fact]
    public void Completion_Fails_IsTriedAgainWithoutDoingTheEffectAgain()
    {
        using var world = new World(OneLane).Start();
        world.Journal.Fails = operation => operation == "CompleteEffectsAsync";
        world.Said(World.Id(), Sending(("out/1", "x")));
        world.Pass(TimeSpan.FromMinutes(10));
        Assert.Single(world.Handler.Attempts);
        Assert.Single(world.Store.Outbox);
        world.Journal.Fails = _ => false;
        world.PassStorageDelay();
        Assert.Empty(world.Store.Outbox);
        Assert.Single(world.Handler.Attempts);
    }

    [Fact]
    public void Effects_OfAShardThatIsLost_AreLeftToItsOwner()
    {
        using var world = new World(OneLane).Start();
        var gate = new TaskCompletionSource<EffectOutcome>();
        world.Handler.OutcomeOf = (_, _) => gate.Task;
        world.Said(World.Id(), Sending(("out/1", "1"), ("out/1", "2")));
        world.Store.Claim(World.Map.ShardOf(World.Key("client")));
        _ = world.Ask(World.Id(), new Note("x"));
        world.Do(() => gate.SetResult(new EffectOutcome.Done(new Note("done"))));
        world.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(["1"], world.Handler.Texts);
        Assert.Equal(2, world.Store.Outbox.Count);
        Assert.Equal(["sends"], world.Stored(World.Id()));
        Assert.Equal(0, world.Host.Health.EffectsInMemory);
    }

    [Fact]
    public void Positions_GrowWithTheOrderOfAppends()
    {
        using var world = new World(OneLane).Start();
        world.Journal.Hold("AppendAsync");
        for (var i = 0; i < 10; i++) _ = world.Ask(World.Id($"{i % 2}"), Sending(("out/1", $"{i}"), ("out/2", $"{i}")));
        world.Journal.LetGo("AppendAsync");
        world.Run();
        Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), world.Store.EverWritten.Select(row => row.Position));
        world.Restart();
        world.Said(World.Id(), Sending(("out/1", "x")));
        Assert.Equal(21, world.Store.EverWritten[^1].Position);
    }
}
