namespace LightningRod.Engine.Journal;

/// <summary>A shard as its new owner finds it.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Epoch">The epoch under which the new owner writes.</param>
/// <param name="LastEffectPosition">The highest position ever given to an effect of the shard; 0 for none.</param>
public readonly record struct ShardClaim(byte Shard, long Epoch, long LastEffectPosition);
