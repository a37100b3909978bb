using LightningRod.Engine.Abstractions;
using Xunit;

namespace LightningRod.TestKit.Actors;

/// <summary>Where a story of one actor begins.</summary>
public static class Scenario
{
    /// <summary>A story that begins after some events.</summary>
    /// <typeparam name="TState">The actor's state.</typeparam>
    /// <param name="actor">Its behaviour.</param>
    /// <param name="id">Its name.</param>
    /// <param name="now">The moment of the first command.</param>
    /// <param name="events">What happened before.</param>
    public static Scenario<TState> Given<TState>(IActor<TState> actor, ActorId id, Moment now, params IEvent[] events)
        where TState : class
    {
        var run = new ActorRun<TState>(actor, id) { Now = now };
        run.Happened(events);
        return new Scenario<TState>(run);
    }
}

/// <summary>A story of one actor: <c>Given(events).AtHeight(height).When(command).Then(events)</c>.</summary>
/// <typeparam name="TState">The actor's state.</typeparam>
public sealed class Scenario<TState>
    where TState : class
{
    private readonly ActorRun<TState> _run;
    private Decision _decision = Decision.Nothing;

    internal Scenario(ActorRun<TState> run) => _run = run;

    /// <summary>Its state now.</summary>
    public TState State => _run.State;

    /// <summary>All that an engine keeps for it.</summary>
    public ActorRun<TState> Run => _run;

    /// <summary>What the last command led to.</summary>
    public Decision Decision => _decision;

    /// <summary>The height is another one from here on.</summary>
    /// <param name="height">Block height.</param>
    public Scenario<TState> AtHeight(uint height)
    {
        _run.Now = _run.Now with { Height = height };
        return this;
    }

    /// <summary>Time goes by.</summary>
    /// <param name="span">How long.</param>
    public Scenario<TState> After(TimeSpan span)
    {
        _run.Now = _run.Now with { Time = _run.Now.Time + span };
        return this;
    }

    /// <summary>Another owner reads the actor.</summary>
    public Scenario<TState> ReadAgain()
    {
        _run.ReadAgain();
        return this;
    }

    /// <summary>A command comes.</summary>
    /// <param name="command">The command.</param>
    public Scenario<TState> When(ICommand command)
    {
        _decision = _run.Send(command);
        return this;
    }

    /// <summary>These events are stored, and no others.</summary>
    /// <param name="events">The events, in order.</param>
    public Scenario<TState> Then(params IEvent[] events)
    {
        Assert.Equal(events, _decision.Events);
        return this;
    }

    /// <summary>These soft events are applied, and no others.</summary>
    /// <param name="events">The events, in order.</param>
    public Scenario<TState> ThenSoftly(params ISoftEvent[] events)
    {
        Assert.Equal(events, _decision.Soft);
        return this;
    }

    /// <summary>Nothing needs an append.</summary>
    public Scenario<TState> ThenNothing()
    {
        Assert.True(_decision.WritesNothing, $"{string.Join(", ", _decision.Events)} {string.Join(", ", _decision.Effects)} {_decision.Alarm}");
        return this;
    }

    /// <summary>The sender is told this.</summary>
    /// <param name="reply">The reply; null for none.</param>
    public Scenario<TState> Replies(IReply? reply)
    {
        Assert.Equal(reply, _decision.Reply);
        return this;
    }

    /// <summary>These effects are wanted, and no others.</summary>
    /// <param name="effects">The effects, in order.</param>
    public Scenario<TState> Wants(params IEffect[] effects)
    {
        Assert.Equal(effects, _decision.Effects);
        return this;
    }

    /// <summary>The alarm is set so; null for left as it is.</summary>
    /// <param name="alarm">The alarm.</param>
    public Scenario<TState> SetsAlarm(Alarm? alarm)
    {
        Assert.Equal(alarm, _decision.Alarm);
        return this;
    }
}
