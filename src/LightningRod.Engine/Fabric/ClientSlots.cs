using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;

namespace LightningRod.Engine.Fabric;

/// <summary>Counts the commands in flight of each client.</summary>
/// <remarks>Thread-safe. Clients without any cost nothing.</remarks>
internal sealed class ClientSlots(int most)
{
    // One part per shard, so that clients of different shards do not wait for each other.
    private readonly Dictionary<OpaqueKey, int>[] _shards = [.. Enumerable.Range(0, IShardOwnership.ShardCount).Select(_ => new Dictionary<OpaqueKey, int>())];

    /// <summary>Takes a slot.</summary>
    /// <returns>False when the client has none left.</returns>
    internal bool TryTake(byte shard, OpaqueKey client)
    {
        var counts = _shards[shard];
        lock (counts)
        {
            var taken = counts.GetValueOrDefault(client);
            if (taken >= most) return false;
            counts[client] = taken + 1;
            return true;
        }
    }

    /// <summary>Gives a slot back.</summary>
    internal void Give(byte shard, OpaqueKey client)
    {
        var counts = _shards[shard];
        lock (counts)
        {
            var taken = counts[client];
            if (taken == 1) counts.Remove(client);
            else counts[client] = taken - 1;
        }
    }
}
