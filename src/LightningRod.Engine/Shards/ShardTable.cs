using LightningRod.Engine.Journal;

namespace LightningRod.Engine.Shards;

/// <summary>The shards of a member that is alone: what it claimed is its own until an append tells otherwise.</summary>
/// <remarks>Thread-safe. Members of a cluster have a deadline as well; there the membership is the ownership.</remarks>
internal sealed class ShardTable : IShardOwnership
{
    private readonly long[] _epochs = new long[IShardOwnership.ShardCount];

    public IReadOnlyDictionary<byte, long> Owned
    {
        get
        {
            var owned = new Dictionary<byte, long>();
            for (var shard = 0; shard < _epochs.Length; shard++)
            {
                if (EpochOf((byte)shard) is { } epoch) owned.Add((byte)shard, epoch);
            }

            return owned;
        }
    }

    public long? EpochOf(byte shard) => Volatile.Read(ref _epochs[shard]) is > 0 and var epoch ? epoch : null;

    /// <summary>Notes a claim.</summary>
    internal void Take(ShardClaim claim) => Volatile.Write(ref _epochs[claim.Shard], claim.Epoch);

    /// <summary>Notes that a shard is not owned under this epoch any more; a later claim stays.</summary>
    internal void Lose(byte shard, long epoch) => Interlocked.CompareExchange(ref _epochs[shard], 0, epoch);
}
