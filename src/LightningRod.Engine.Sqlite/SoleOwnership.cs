using System.Collections.Frozen;
using LightningRod.Engine.Journal;

namespace LightningRod.Engine.Sqlite;

/// <summary>The ownership of a member that has the journal for itself: all shards, until the process ends.</summary>
/// <param name="claims">The claims of this start.</param>
public sealed class SoleOwnership(IEnumerable<ShardClaim> claims) : IShardOwnership
{
    private readonly FrozenDictionary<byte, long> _epochs = claims.ToFrozenDictionary(claim => claim.Shard, claim => claim.Epoch);

    /// <inheritdoc/>
    public IReadOnlyDictionary<byte, long> Owned => _epochs;

    /// <inheritdoc/>
    public long? EpochOf(byte shard) => _epochs.TryGetValue(shard, out var epoch) ? epoch : null;
}
