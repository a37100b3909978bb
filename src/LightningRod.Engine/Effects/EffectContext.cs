using LightningRod.Engine.Abstractions;

namespace LightningRod.Engine.Effects;

/// <summary>Where an effect comes from.</summary>
/// <param name="Actor">Who wants it.</param>
/// <param name="Shard">The actor's shard.</param>
/// <param name="Epoch">The epoch under which this member owns the shard: who has seen a higher one refuses the effect.</param>
/// <param name="Position">The effect's place in the shard's order; with the shard its name.</param>
/// <param name="Attempt">1 for the first attempt that this installation knows of; about right after a restart.</param>
/// <param name="EffectId">The same at each attempt, also after a restart: for those who are told twice.</param>
public readonly record struct EffectContext(ActorId Actor, byte Shard, long Epoch, long Position, int Attempt, CommandId EffectId);
