using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Tests.Support;

namespace LightningRod.Engine.Tests.Failures;

/// <summary>An actor that fails is set aside, alone.</summary>
public sealed class QuarantineTests
{
    private static AskResult.Quarantined Aside(QuarantineCategory category) => new AskResult.Quarantined(category);

    private static QuarantineEntry Entry(World world) => Assert.Single(world.Await(() => world.Store.ReadQuarantineAsync(CancellationToken.None)));

    [Fact]
    public void Decide_Throws_SetsThatActorAside()
    {
        using var world = new World(new() { Lanes = 1 }).Start();
        world.Said(World.Id(), new Note("x"));
        var asked = new[]
        {
            world.Post(World.Id(), new Note("before")),
            world.Post(World.Id(), new Do((_, _) => throw new InvalidOperationException("a secret"))),
            world.Post(World.Id(), new Note("after")),
            world.Post(World.Id("neighbour"), new Note("fine")),
        };
        world.Run();
        Assert.Equal("2", World.Text(asked[0]));
        Assert.Equal(Aside(QuarantineCategory.DecideFailed), World.Result(asked[1]));
        Assert.Equal(Aside(QuarantineCategory.DecideFailed), World.Result(asked[2]));
        Assert.Equal("1", World.Text(asked[3]));
        Assert.Equal(["x", "before"], world.Stored(World.Id()));
        Assert.Equal(Aside(QuarantineCategory.DecideFailed), World.Result(world.Ask(World.Id(), new Show())));

        var entry = Entry(world);
        Assert.Equal((World.Id(), QuarantineCategory.DecideFailed, world.Time.Now), (entry.Actor, entry.Category, entry.At));
        Assert.Contains("InvalidOperationException", entry.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", entry.Detail, StringComparison.Ordinal);
        Assert.Equal(1, world.Host.Health.ActorsInQuarantine);
    }

    [Fact]
    public void Apply_ThrowsOnADecision_SetsTheActorAsideAndWritesNothing()
    {
        using var world = new World().Start();
        Assert.Equal(Aside(QuarantineCategory.ApplyFailed), World.Result(world.Ask(World.Id(), new Note("poison"))));
        Assert.Empty(world.Stored(World.Id()));
    }

    [Fact]
    public void Decision_ThatCannotBeEncoded_SetsTheActorAside()
    {
        using var world = new World().Start();
        Assert.Equal(Aside(QuarantineCategory.DecideFailed), World.Result(world.Ask(World.Id(), new Do((_, _) => new() { Events = [new Nameless()] }))));
        Assert.Empty(world.Journal.Batches);
    }

    [Theory]
    [InlineData("noted.v1", "poison", 1, QuarantineCategory.ApplyFailed)]
    [InlineData("noted.v1", "garbage", 1, QuarantineCategory.UnreadableEvent)]
    [InlineData("said.v1", "no event", 1, QuarantineCategory.UnreadableEvent)]
    [InlineData("noted.v9", "from the future", 1, QuarantineCategory.UnknownEvent)]
    [InlineData("noted.v1", "gap", 2, QuarantineCategory.SequenceGap)]
    public void Load_OfWhatCannotBeReplayed_SetsTheActorAside(string name, string text, long sequence, QuarantineCategory category)
    {
        using var world = new World().Start();
        world.Store.Plant(World.Id(), new(sequence, NotesCodec.Stored(name, text), world.Time.Now));
        var asked = new[] { world.Post(World.Id(), new Show()), world.Post(World.Id(), new Note("x")) };
        world.Run();
        Assert.All(asked, one => Assert.Equal(Aside(category), World.Result(one)));
        Assert.Equal(category, Entry(world).Category);
        Assert.Equal("1", world.Said(World.Id("neighbour"), new Note("fine")));
        Assert.Equal(1, world.Host.Health.ActorsLoaded);
    }

    [Fact]
    public void Load_GapBehindTheFirst_SetsTheActorAside()
    {
        using var world = new World().Start();
        world.Store.Plant(World.Id(), new(1, NotesCodec.Stored("noted.v1", "1"), world.Time.Now));
        world.Store.Plant(World.Id(), new(3, NotesCodec.Stored("all_noted.v1", "1"), world.Time.Now));
        Assert.Equal(Aside(QuarantineCategory.SequenceGap), World.Result(world.Ask(World.Id(), new Show())));
    }

    [Fact]
    public void Retry_AfterTheCauseIsGone_RunsAgain()
    {
        using var world = new World().Start();
        world.Store.Plant(World.Id(), new(1, NotesCodec.Stored("noted.v1", "poison"), world.Time.Now));
        _ = world.Ask(World.Id(), new Show());
        Assert.True(world.Await(() => world.Host.RetryQuarantinedAsync(World.Id())));
        Assert.Equal(Aside(QuarantineCategory.ApplyFailed), World.Result(world.Ask(World.Id(), new Show())));

        world.Actor.IsHurt = false;
        Assert.True(world.Await(() => world.Host.RetryQuarantinedAsync(World.Id())));
        Assert.Equal("poison", world.Show(World.Id()));
        Assert.False(world.Await(() => world.Host.RetryQuarantinedAsync(World.Id())));
        Assert.Empty(world.Await(() => world.Store.ReadQuarantineAsync(CancellationToken.None)));
    }

    [Fact]
    public void Restart_KeepsWhoIsSetAside()
    {
        using var world = new World().Start();
        _ = world.Ask(World.Id(), new Note("poison"));
        world.Restart();
        var reads = world.Journal.Calls.GetValueOrDefault("ReadEventsAsync");
        Assert.Equal(Aside(QuarantineCategory.ApplyFailed), World.Result(world.Ask(World.Id(), new Show())));
        Assert.Equal(reads, world.Journal.Calls.GetValueOrDefault("ReadEventsAsync"));
        Assert.True(world.Await(() => world.Host.RetryQuarantinedAsync(World.Id())));
        Assert.Equal("", world.Show(World.Id()));
    }

    [Fact]
    public void Quarantine_StorageFails_CountsAtOnceAndIsNotedLater()
    {
        using var world = new World().Start();
        world.Journal.Fails = operation => operation == "QuarantineAsync";
        _ = world.Ask(World.Id(), new Note("poison"));
        world.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(Aside(QuarantineCategory.ApplyFailed), World.Result(world.Ask(World.Id(), new Show())));
        Assert.Empty(world.Await(() => world.Store.ReadQuarantineAsync(CancellationToken.None)));
        world.Journal.Fails = _ => false;
        world.PassStorageDelay();
        Assert.Equal(World.Id(), Entry(world).Actor);
    }

    [Fact]
    public void Retry_StorageFails_ThrowsAndChangesNothing()
    {
        using var world = new World().Start();
        _ = world.Ask(World.Id(), new Note("poison"));
        world.Journal.Fails = operation => operation == "ReleaseAsync";
        Assert.Throws<JournalUnavailableException>(() => world.Await(() => world.Host.RetryQuarantinedAsync(World.Id())));
        Assert.Equal(Aside(QuarantineCategory.ApplyFailed), World.Result(world.Ask(World.Id(), new Show())));
    }

    [Fact]
    public void Outcome_ForAnActorThatWasSetAside_WaitsForItAndHoldsUpNothing()
    {
        using var world = new World(new() { Lanes = 1 }).Start();
        var gate = new TaskCompletionSource<LightningRod.Engine.Effects.EffectOutcome>();
        world.Handler.OutcomeOf = (_, effect) => effect.Text == "slow" ? gate.Task : TestHandler.Done(new Note($"sent {effect.Text}"));
        world.Said(World.Id(), Effects.EffectTests.Sending(("out/1", "slow")));
        world.Said(World.Id("b"), Effects.EffectTests.Sending(("out/1", "next")));
        _ = world.Ask(World.Id(), new Note("poison"));
        world.Do(() => gate.SetResult(new LightningRod.Engine.Effects.EffectOutcome.Done(new Note("sent slow"))));
        Assert.Equal(["sends", "sent next"], world.Stored(World.Id("b")));
        Assert.Equal(["sends"], world.Stored(World.Id()));
        Assert.Single(world.Store.Outbox);
        world.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal(["slow", "next"], world.Handler.Texts);

        world.Handler.OutcomeOf = (_, effect) => TestHandler.Done(new Note($"sent {effect.Text}"));
        Assert.True(world.Await(() => world.Host.RetryQuarantinedAsync(World.Id())));
        world.Run();
        Assert.Equal(["slow", "next", "slow"], world.Handler.Texts);
        Assert.Single(world.Handler.Attempts.Where(attempt => attempt.Effect.Text == "slow").Select(attempt => attempt.Context.EffectId).Distinct());
        Assert.Equal(["sends", "sent slow"], world.Stored(World.Id()));
        Assert.Empty(world.Store.Outbox);
        Assert.Equal(0, world.Host.Health.EffectsInMemory);
    }
}
