namespace LightningRod.Actors.Tests.Support;

/// <summary><c>Given(events).At(moment).When(command).Then(events)</c>.</summary>
internal sealed class Scenario<TState>
    where TState : class
{
    private readonly ActorRun<TState> _run;
    private Decision _decision = Decision.Nothing;

    private Scenario(ActorRun<TState> run) => _run = run;

    internal TState State => _run.State;

    internal ActorRun<TState> Run => _run;

    internal Decision Decision => _decision;

    internal static Scenario<TState> Given(IActor<TState> actor, ActorId id, Moment now, params IEvent[] events)
    {
        var run = new ActorRun<TState>(actor, id) { Now = now };
        run.Happened(events);
        return new(run);
    }

    internal Scenario<TState> AtHeight(uint height)
    {
        _run.Now = _run.Now with { Height = height };
        return this;
    }

    internal Scenario<TState> After(TimeSpan span)
    {
        _run.Now = _run.Now with { Time = _run.Now.Time + span };
        return this;
    }

    /// <summary>Another owner reads the actor.</summary>
    internal Scenario<TState> ReadAgain()
    {
        _run.ReadAgain();
        return this;
    }

    internal Scenario<TState> When(ICommand command)
    {
        _decision = _run.Send(command);
        return this;
    }

    internal Scenario<TState> Then(params IEvent[] events)
    {
        Assert.Equal(events, _decision.Events);
        return this;
    }

    internal Scenario<TState> ThenSoftly(params ISoftEvent[] events)
    {
        Assert.Equal(events, _decision.Soft);
        return this;
    }

    internal Scenario<TState> ThenNothing()
    {
        Assert.True(_decision.WritesNothing, $"{string.Join(", ", _decision.Events)} {string.Join(", ", _decision.Effects)} {_decision.Alarm}");
        return this;
    }

    internal Scenario<TState> Replies(IReply? reply)
    {
        Assert.Equal(reply, _decision.Reply);
        return this;
    }

    internal Scenario<TState> Wants(params IEffect[] effects)
    {
        Assert.Equal(effects, _decision.Effects);
        return this;
    }

    internal Scenario<TState> SetsAlarm(Alarm? alarm)
    {
        Assert.Equal(alarm, _decision.Alarm);
        return this;
    }
}
