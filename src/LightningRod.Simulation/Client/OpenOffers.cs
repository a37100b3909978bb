using LightningRod.Ports.Channels;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Client;

/// <summary>What is open on one stream: offers without an answer, and the heights at which those that are held fail.</summary>
internal sealed class OpenOffers(ulong epoch)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<HtlcKey, Entry> _open = [];
    private readonly Dictionary<HtlcKey, Entry> _answered = [];
    private readonly HashSet<HtlcKey> _failed = [];
    private ulong _highestEpoch = epoch;
    private BlockHeight _height;

    /// <summary>Takes in what the node told.</summary>
    internal void Note(NodeReport report)
    {
        lock (_gate)
        {
            switch (report)
            {
                case HtlcOffered { Offer: var offer }:
                    _open[offer.Key] = new Entry(offer, null, 0);
                    _answered.Remove(offer.Key);
                    break;
                case HtlcFailed failed:
                    if (_open.Remove(failed.Key) | _answered.Remove(failed.Key)) _failed.Add(failed.Key);
                    break;
                case HtlcSettled settled:
                    _open.Remove(settled.Key);
                    _answered.Remove(settled.Key);
                    break;
                case ChannelOnChain onChain:
                    // What may still be done there is offered again, marked so.
                    foreach (var key in _open.Keys.Where(key => key.Channel == onChain.Channel).ToList()) _open.Remove(key);
                    break;
                case HeightChanged changed:
                    _height = changed.Height;
                    break;
            }
        }
    }

    /// <summary>Why an answer must not be given; null when it may.</summary>
    internal AnswerOutcome? Refuse(DesiredAnswer desired)
    {
        lock (_gate)
        {
            if (desired.Epoch < _highestEpoch) return AnswerOutcome.Fenced;
            _highestEpoch = desired.Epoch;
            if (!_open.TryGetValue(desired.Key, out var entry))
                return _failed.Contains(desired.Key) ? AnswerOutcome.TooLate : AnswerOutcome.KeyUnknown;
            if (entry.Offer.IsOnChain) return AnswerOutcome.NotSupported;
            // At its auto-fail height the node has dropped it without a word, and an answer would end the stream.
            if (_height >= entry.Offer.AutoFailHeight) return AnswerOutcome.TooLate;
            if (_height > desired.NotAfter) return AnswerOutcome.TooLate;
            return desired.Answer is HtlcAnswer.Settle settle &&
                PaymentHash.Of(settle.Preimage) != entry.Offer.PaymentHash ? AnswerOutcome.NotSupported : null;
        }
    }

    /// <summary>Keeps a hold's height; gives the fail that is due at once, if it is.</summary>
    internal DesiredAnswer? Keep(HtlcKey key, HtlcAnswer.Hold hold, ulong heldBy)
    {
        lock (_gate)
        {
            var entry = _open[key] with { Hold = hold, HeldBy = heldBy };
            _open[key] = entry;
            return FailIfDue(key, entry);
        }
    }

    /// <summary>The fails that are due at the present height.</summary>
    internal List<DesiredAnswer> Due()
    {
        lock (_gate) return [.. _open.Select(row => FailIfDue(row.Key, row.Value)).OfType<DesiredAnswer>()];
    }

    internal void Close(HtlcKey key)
    {
        lock (_gate)
        {
            if (_open.Remove(key, out var entry)) _answered[key] = entry;
        }
    }

    /// <summary>The node did not take the answer, so that the offer is still open.</summary>
    internal void Reopen(HtlcKey key)
    {
        lock (_gate)
        {
            if (_answered.Remove(key, out var entry)) _open[key] = entry;
        }
    }

    private DesiredAnswer? FailIfDue(HtlcKey key, Entry entry) => entry.Hold is { } hold && _height >= hold.FailBackHeight
        ? new DesiredAnswer(key, new HtlcAnswer.Fail(hold.Code), null, Math.Max(entry.HeldBy, _highestEpoch))
        : null;

    private sealed record Entry(HtlcOffer Offer, HtlcAnswer.Hold? Hold, ulong HeldBy);
}
