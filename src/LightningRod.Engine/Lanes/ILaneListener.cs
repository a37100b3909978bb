using System.Collections.Immutable;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;

namespace LightningRod.Engine.Lanes;

/// <summary>Is told by lanes what became of their appends.</summary>
/// <remarks>Called by many lanes at once, for one shard always by the same and in the order of its appends. Must be quick and not throw.</remarks>
internal interface ILaneListener
{
    /// <summary>A decision became durable.</summary>
    /// <param name="append">What was written.</param>
    /// <param name="effects">Its effects, as they were before they were encoded.</param>
    void Written(ActorAppend append, ImmutableArray<IEffect> effects);

    /// <summary>Nobody knows whether decisions of a shard became durable.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="effects">The lowest and the highest position that their effects may have; null for no effects.</param>
    void InDoubt(byte shard, (long From, long Through)? effects);

    /// <summary>Another member owns a shard.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="epoch">The epoch under which this one owned it.</param>
    void Fenced(byte shard, long epoch);
}
