using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Tests.Support;

namespace LightningRod.Engine.Tests.Effects;

/// <summary>Another actor as destination.</summary>
public sealed class ActorEffectTests
{
    private static readonly ActorId Payer = World.Id("hold", "payer");
    private static readonly ActorId Payee = World.Id("mailbox", "payee");

    private static Do Telling(ActorId target, params string[] texts) => new((_, _) => new()
    {
        Events = [new Noted("tells")],
        Effects = [.. texts.Select(text => new Tell(target, text))],
    });

    [Fact]
    public void Command_ForAnotherActor_IsDecidedInOrderAndAnswered()
    {
        using var world = new World().Start();
        world.Said(Payer, Telling(Payee, "1", "2", "3"));
        Assert.Equal(["1", "2", "3"], world.Stored(Payee));
        Assert.Equal(["tells", "told 1: 1", "told 2: 2", "told 3: 3"], world.Stored(Payer));
        Assert.Empty(world.Store.Outbox);
    }

    [Fact]
    public void Command_ForItself_IsNotTakenForItsOutcome()
    {
        using var world = new World().Start();
        world.Said(Payer, Telling(Payer, "1"));
        Assert.Equal(["tells", "1", "told 1: 2"], world.Stored(Payer));
    }

    [Fact]
    public void Command_ForAnActorInQuarantine_HoldsUpNothingElse()
    {
        using var world = new World().Start();
        _ = world.Ask(Payee, new Note("poison"));
        world.Said(Payer, Telling(Payee, "1"));
        world.Said(Payer, Telling(World.Id("other", "payee"), "2"));
        world.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(["2"], world.Stored(World.Id("other", "payee")));
        Assert.Empty(world.Stored(Payee));
        Assert.True(world.Await(() => world.Host.RetryQuarantinedAsync(Payee)));
        world.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(["1"], world.Stored(Payee));
        Assert.Equal(["tells", "tells", "told 2: 1", "told 1: 1"], world.Stored(Payer));
    }

    [Theory]
    [InlineData(nameof(AppendFault.WrittenButNeverEnds))]
    [InlineData(nameof(AppendFault.NeverEnds))]
    public void Command_ProcessDiesWhileItIsDecided_IsDecidedOnce(string fault)
    {
        using var world = new World().Start();
        world.Journal.FaultOf = batch => batch.Any(append => append.Actor == Payee) ? Enum.Parse<AppendFault>(fault) : AppendFault.None;
        world.Said(Payer, Telling(Payee, "1"));
        Assert.Single(world.Store.Outbox);
        world.Restart();
        Assert.Equal(["1"], world.Stored(Payee));
        Assert.Equal(["tells", "told 1: 1"], world.Stored(Payer));
    }
}
