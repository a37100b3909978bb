using LightningRod.Engine.Abstractions;
using LightningRod.Ports.Channels;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Htlcs;

/// <summary>Which hold a client's HTLC belongs to, if any, so that its reports need not look for it; and which wait for their payer.</summary>
/// <remarks>Thread-safe. A cache: what is missing is looked up in the index. Bounded like the channels' slots, for what ended is forgotten.</remarks>
internal sealed class KnownParts
{
    private readonly Lock _gate = new();
    private readonly Dictionary<HtlcKey, (ActorId? Hold, Msat Amount)> _parts = [];
    private readonly Dictionary<ChannelId, HashSet<HtlcKey>> _awaiting = [];

    /// <summary>Notes an HTLC and its hold; no hold for one that just goes on.</summary>
    internal void Note(HtlcKey key, ActorId? hold, Msat amount)
    {
        lock (_gate) _parts[key] = (hold, amount);
    }

    /// <summary>What is known; null for nothing.</summary>
    internal (ActorId? Hold, Msat Amount)? Find(HtlcKey key)
    {
        lock (_gate) return _parts.TryGetValue(key, out var part) ? part : null;
    }

    /// <summary>It ended, and its payer has to come back.</summary>
    internal void Await(HtlcKey key)
    {
        lock (_gate)
        {
            if (!_awaiting.TryGetValue(key.Channel, out var keys)) _awaiting.Add(key.Channel, keys = []);
            keys.Add(key);
        }
    }

    /// <summary>Nothing is told of it any more.</summary>
    internal void Forget(HtlcKey key)
    {
        lock (_gate)
        {
            _parts.Remove(key);
            if (_awaiting.TryGetValue(key.Channel, out var keys) && keys.Remove(key) && keys.Count == 0) _awaiting.Remove(key.Channel);
        }
    }

    /// <summary>Parts of a channel that wait for its peer.</summary>
    internal List<HtlcKey> AwaitingIn(ChannelId channel)
    {
        lock (_gate) return _awaiting.TryGetValue(channel, out var keys) ? [.. keys] : [];
    }

    /// <summary>Parts of holds whose HTLCs came in by a channel.</summary>
    internal List<HtlcKey> HeldIn(ChannelId channel)
    {
        lock (_gate) return [.. _parts.Where(row => row.Key.Channel == channel && row.Value.Hold is not null).Select(row => row.Key)];
    }
}
