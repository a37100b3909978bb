namespace LightningRod.Engine.Abstractions;

/// <summary>An effect that is a command for another actor, for example from a payer's hold to a payee's mailbox.</summary>
/// <remarks>
/// The engine delivers it: repeated until the other actor has decided, under one command id, so that it is decided once. Commands from one actor
/// to another keep their order. An actor that is in quarantine holds up what is meant for it and nothing else.
/// </remarks>
public interface IActorEffect : IEffect
{
    /// <summary>The other actor.</summary>
    ActorId Target { get; }

    /// <summary>What it is asked.</summary>
    ICommand Command { get; }

    /// <summary><c>actor/</c> and the other actor's id.</summary>
    string IEffect.Destination => $"actor/{Target}";

    /// <summary>What the sender is told of the answer; null for nothing. Pure, like all of an actor.</summary>
    /// <param name="reply">The other actor's reply.</param>
    ICommand? OutcomeOf(IReply? reply) => null;
}
