using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;

namespace LightningRod.Engine.Kinds;

/// <summary>The kinds of actors that a member runs, each with the codec of its messages.</summary>
/// <remarks>Filled before the engine is made, read by many threads afterwards.</remarks>
public sealed class ActorKinds
{
    private readonly Dictionary<string, ActorKind> _kinds = new(StringComparer.Ordinal);

    /// <summary>Adds a kind.</summary>
    /// <param name="actor">Its behaviour.</param>
    /// <param name="codec">Encodes and decodes its events, replies and effects.</param>
    /// <returns>The same kinds, for the next one.</returns>
    /// <exception cref="ArgumentException">The kind is there already.</exception>
    public ActorKinds Add<TState>(IActor<TState> actor, IMessageCodec codec)
        where TState : class
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(codec);
        _kinds.Add(actor.Kind, new ActorKind<TState>(actor, codec));
        return this;
    }

    /// <summary>The kind of an actor.</summary>
    /// <exception cref="ArgumentException">No such kind was added.</exception>
    internal ActorKind Of(ActorId actor) => Find(actor) ?? throw new ArgumentException($"No kind of actors is called {actor.Kind}.", nameof(actor));

    /// <summary>The kind of an actor, or null.</summary>
    internal ActorKind? Find(ActorId actor) => _kinds.GetValueOrDefault(actor.Kind);
}
