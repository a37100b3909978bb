using LightningRod.Engine.Abstractions;
using LightningRod.Ports.Channels;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Htlcs;

/// <summary>The offers of clients that are open on the present stream, and what was said about them.</summary>
/// <remarks>Thread-safe. As many as the channels of clients have slots: at most 483 each (BOLT 2, max_accepted_htlcs).</remarks>
internal sealed class OpenOffers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<HtlcKey, OpenOffer> _open = [];

    internal int Count
    {
        get
        {
            lock (_gate) return _open.Count;
        }
    }

    internal int Held
    {
        get
        {
            lock (_gate) return _open.Values.Count(offer => offer.FailBackHeight is not null);
        }
    }

    /// <summary>Takes an offer in place of one of an earlier stream.</summary>
    internal void Open(HtlcOffer offer, OpenStream stream)
    {
        lock (_gate) _open[offer.Key] = new(offer, stream);
    }

    internal OpenOffer? Find(HtlcKey key)
    {
        lock (_gate) return _open.GetValueOrDefault(key);
    }

    /// <summary>Whether an offer waits for an answer on a stream.</summary>
    internal bool IsOpen(HtlcKey key, OpenStream stream) => Find(key)?.Stream == stream;

    /// <summary>Notes something about an offer, if it is open.</summary>
    internal OpenOffer? Note(HtlcKey key, Func<OpenOffer, OpenOffer> change)
    {
        lock (_gate) return _open.TryGetValue(key, out var offer) ? _open[key] = change(offer) : null;
    }

    /// <summary>It was answered, or the node has it no more.</summary>
    internal void Close(HtlcKey key)
    {
        lock (_gate) _open.Remove(key);
    }

    /// <summary>The stream is over: its offers come again on the next one.</summary>
    internal void End(OpenStream stream)
    {
        lock (_gate)
        {
            foreach (var key in _open.Where(row => row.Value.Stream == stream).Select(row => row.Key).ToList()) _open.Remove(key);
        }
    }

    /// <summary>Those that meet a condition.</summary>
    internal List<OpenOffer> Where(Func<OpenOffer, bool> condition)
    {
        lock (_gate) return [.. _open.Values.Where(condition)];
    }

    /// <summary>The holds with parts that would go over a channel.</summary>
    internal List<ActorId> HoldsWithNext(ChannelId channel)
    {
        lock (_gate) return [.. _open.Values.Where(offer => offer.Next == channel).Select(offer => offer.Hold).OfType<ActorId>().Distinct()];
    }
}
