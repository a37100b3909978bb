using LightningRod.Engine.Abstractions;

namespace LightningRod.Engine.Kinds;

/// <summary>A loaded actor: its state and the number of its last event.</summary>
/// <remarks>
/// Used by one lane at a time. States are immutable, so a mark costs two words and going back to it takes back events that did not become
/// durable.
/// </remarks>
internal abstract class Cell
{
    /// <summary>Number of the last event in the state; 0 for none.</summary>
    internal long Sequence { get; private protected set; }

    /// <summary>The state and its number as they are now.</summary>
    internal abstract CellMark Mark { get; }

    /// <summary>What a command leads to; changes nothing.</summary>
    internal abstract Decision Decide(ICommand command, Moment now);

    /// <summary>Applies events that follow the last one, and what is not stored behind them: all of it, or nothing when it throws.</summary>
    internal abstract void Apply(ReadOnlySpan<IEvent> events, ReadOnlySpan<ISoftEvent> soft);

    /// <summary>Applies one event that was read back under its number.</summary>
    internal void Replay(long sequence, IEvent @event)
    {
        Apply([@event], []);
        Sequence = sequence;
    }

    /// <summary>Goes back to a mark.</summary>
    internal abstract void GoBack(CellMark mark);
}

/// <summary>A loaded actor of one kind.</summary>
internal sealed class Cell<TState>(IActor<TState> actor, TState state) : Cell
    where TState : class
{
    private TState _state = state;

    internal override CellMark Mark => new(_state, Sequence);

    internal override Decision Decide(ICommand command, Moment now) => actor.Decide(_state, command, now);

    internal override void Apply(ReadOnlySpan<IEvent> events, ReadOnlySpan<ISoftEvent> soft)
    {
        var state = _state;
        foreach (var @event in events) state = actor.Apply(state, @event);
        foreach (var @event in soft) state = actor.Apply(state, @event);
        _state = state;
        Sequence += events.Length;
    }

    internal override void GoBack(CellMark mark)
    {
        _state = (TState)mark.State;
        Sequence = mark.Sequence;
    }
}

/// <summary>A state to which a loaded actor can go back.</summary>
internal readonly record struct CellMark(object State, long Sequence);
