using LightningRod.Engine.Abstractions;
using Xunit;

namespace LightningRod.TestKit.Actors;

/// <summary>An actor with all that an engine keeps for it, and the promises that an engine relies on checked at each step.</summary>
/// <typeparam name="TState">The actor's state.</typeparam>
/// <param name="actor">Its behaviour.</param>
/// <param name="id">Its name.</param>
public sealed class ActorRun<TState>(IActor<TState> actor, ActorId id)
    where TState : class
{
    private readonly List<IEvent> _journal = [];

    /// <summary>Its state.</summary>
    public TState State { get; private set; } = actor.Initial(id);

    /// <summary>All events ever stored.</summary>
    public IReadOnlyList<IEvent> Journal => _journal;

    /// <summary>All effects it ever wanted, in order.</summary>
    public List<IEffect> Effects { get; } = [];

    /// <summary>Its index entries.</summary>
    public HashSet<(string Index, OpaqueKey Key)> Index { get; } = [];

    /// <summary>The bytes it put and did not delete.</summary>
    public Dictionary<OpaqueKey, ReadOnlyMemory<byte>> Content { get; } = [];

    /// <summary>Its alarm.</summary>
    public Alarm Alarm { get; private set; }

    /// <summary>Its row in lists.</summary>
    public ViewRow? View { get; private set; }

    /// <summary>The moment of the next command.</summary>
    public Moment Now { get; set; }

    /// <summary>Events that happened before the story begins.</summary>
    /// <param name="events">The events, in order.</param>
    public void Happened(IEnumerable<IEvent> events)
    {
        foreach (var happened in events)
        {
            if (happened is not ISoftEvent) _journal.Add(happened);
            State = actor.Apply(State, happened);
        }
    }

    /// <summary>Sends a command, checks the decision and carries it out.</summary>
    /// <param name="command">The command.</param>
    public Decision Send(ICommand command)
    {
        var decision = actor.Decide(State, command, Now);
        Assert.DoesNotContain(decision.Events, static happened => happened is ISoftEvent);
        Assert.DoesNotContain(decision.Events.SkipLast(1), static happened => happened is ICheckpoint);
        Happened(decision.Events);
        Happened(decision.Soft);
        Effects.AddRange(decision.Effects);
        foreach (var change in decision.Index)
            Assert.True(change.Add ? Index.Add((change.Index, change.Key)) : Index.Remove((change.Index, change.Key)), $"{change}");
        foreach (var change in decision.Content)
        {
            if (change.Body is { } body) Content[change.Key] = body;
            else Assert.True(Content.Remove(change.Key), $"{change.Key} is deleted and was not there");
        }

        Alarm = decision.Alarm ?? Alarm;
        View = decision.View ?? View;
        return decision;
    }

    /// <summary>Fires the alarm if it is due; it must not stay so.</summary>
    public Decision? Tick()
    {
        if (!Alarm.IsDue(Now)) return null;
        var decision = Send(AlarmDue.Instance);
        Assert.False(Alarm.IsDue(Now), $"the alarm {Alarm} is due again at {Now}");
        return decision;
    }

    /// <summary>The state as another owner would read it, from the last checkpoint on.</summary>
    public TState Replayed()
    {
        var start = _journal.FindLastIndex(static happened => happened is ICheckpoint);
        return _journal.Skip(Math.Max(0, start)).Aggregate(actor.Initial(id), actor.Apply);
    }

    /// <summary>Another owner reads the actor: what is not stored is gone.</summary>
    public void ReadAgain() => State = Replayed();
}
