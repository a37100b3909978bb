using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;

namespace LightningRod.Engine.Kinds;

/// <summary>A kind of actors whose state's type the engine does not know.</summary>
internal abstract class ActorKind(string name, IMessageCodec codec)
{
    internal string Name { get; } = name;

    internal IMessageCodec Codec { get; } = codec;

    /// <summary>An actor to which nothing has happened.</summary>
    internal abstract Cell NewCell(ActorId id);
}

/// <summary>A kind of actors.</summary>
internal sealed class ActorKind<TState>(IActor<TState> actor, IMessageCodec codec) : ActorKind(actor.Kind, codec)
    where TState : class
{
    internal override Cell NewCell(ActorId id) => new Cell<TState>(actor, actor.Initial(id));
}
