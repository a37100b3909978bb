namespace LightningRod.Engine.Abstractions;

/// <summary>The behaviour of one kind of actor.</summary>
/// <typeparam name="TState">Its state: an immutable record.</typeparam>
/// <remarks>
/// Pure: no I/O, no clock, no randomness and no state of its own, so that replay gives the same state on every member and a decision can be
/// tested with values alone. What a decision needs comes with the command. Methods do not throw for what strangers send: refusals are replies.
/// An exception quarantines the one actor.
/// </remarks>
public interface IActor<TState>
    where TState : class
{
    /// <summary>The kind's stored name.</summary>
    string Kind { get; }

    /// <summary>The state of an actor to which nothing has happened.</summary>
    /// <param name="id">The actor.</param>
    TState Initial(ActorId id);

    /// <summary>The state after an event.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="event">What happened.</param>
    TState Apply(TState state, IEvent @event);

    /// <summary>What a command leads to.</summary>
    /// <param name="state">The present state.</param>
    /// <param name="command">What is asked.</param>
    /// <param name="now">The present moment.</param>
    Decision Decide(TState state, ICommand command, Moment now);
}
