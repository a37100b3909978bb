using LightningRod.Engine.Journal;

namespace LightningRod.Engine.Tests.Support;

/// <summary>An ownership of all shards under epoch 1 that can end at any moment, as a lease does.</summary>
internal sealed class LeasedOwnership : IShardOwnership
{
    internal bool IsOver { get; set; }

    public IReadOnlyDictionary<byte, long> Owned =>
        IsOver ? new Dictionary<byte, long>() : Enumerable.Range(0, IShardOwnership.ShardCount).ToDictionary(shard => (byte)shard, _ => 1L);

    public long? EpochOf(byte shard) => IsOver ? null : 1;
}
