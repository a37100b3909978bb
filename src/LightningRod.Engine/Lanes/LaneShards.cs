using LightningRod.Engine.Journal;

namespace LightningRod.Engine.Lanes;

/// <summary>The shards of one lane: under which epoch it writes, and the next position of an effect.</summary>
internal sealed class LaneShards(IShardOwnership ownership)
{
    private readonly Dictionary<byte, (long Epoch, long NextEffect)> _shards = [];

    internal void Adopt(ShardClaim claim) => _shards[claim.Shard] = (claim.Epoch, claim.LastEffectPosition + 1);

    internal void Remove(byte shard) => _shards.Remove(shard);

    /// <summary>The epoch under which the lane may write and answer now, or null.</summary>
    internal long? EpochOf(byte shard) =>
        _shards.TryGetValue(shard, out var known) && ownership.EpochOf(shard) == known.Epoch ? known.Epoch : null;

    /// <summary>The epoch under which the lane adopted the shard, whether or not it may still write.</summary>
    internal long? AdoptedEpochOf(byte shard) => _shards.TryGetValue(shard, out var known) ? known.Epoch : null;

    /// <summary>Gives positions to effects. They are not given again, even if the append is refused: its outcome may be unknown.</summary>
    /// <returns>The first.</returns>
    internal long TakePositions(byte shard, int count)
    {
        var (epoch, next) = _shards[shard];
        _shards[shard] = (epoch, next + count);
        return next;
    }
}
