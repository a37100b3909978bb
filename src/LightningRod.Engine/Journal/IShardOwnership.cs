namespace LightningRod.Engine.Journal;

/// <summary>Which shards this member may write, and under which epochs.</summary>
/// <remarks>Thread-safe. An epoch only grows; whoever claims a shard raises it, so that a former owner writes nothing any more.</remarks>
public interface IShardOwnership
{
    /// <summary>The number of shards, fixed when the journal was made.</summary>
    const int ShardCount = 256;

    /// <summary>The epoch of a shard that this member owns now, or null when it does not or its time to answer has run out.</summary>
    /// <param name="shard">The shard.</param>
    long? EpochOf(byte shard);

    /// <summary>All shards owned now, with their epochs.</summary>
    IReadOnlyDictionary<byte, long> Owned { get; }
}
