using LightningRod.Engine.Abstractions;
using LightningRod.Ports.Channels;

namespace LightningRod.TestKit.Histories;

/// <summary><see cref="HistoryInvariants.TriggerFirst"/>.</summary>
/// <remarks>
/// A part belongs to a hold when the storage says so, and also when its payer sent it under an accepted hold that has not ended: a payment that is
/// forwarded unseen is the worst that can happen to a sleeping payee.
/// </remarks>
internal static class TriggerInvariant
{
    internal static IEnumerable<Breach> Check(IReadOnlyList<HistoryEntry> entries)
    {
        var accepted = new List<(HoldAccepted Hold, int At)>();
        var (shown, ended) = (new HashSet<ActorId>(), new HashSet<ActorId>());
        var (offers, holds) = (new Dictionary<HtlcKey, (OfferSeen Offer, int At)>(), new Dictionary<HtlcKey, ActorId>());
        for (var at = 0; at < entries.Count; at++)
        {
            switch (entries[at])
            {
                case HoldAccepted hold: accepted.Add((hold, at)); break;
                case TriggerShown trigger: shown.Add(trigger.Hold); break;
                case HoldEndStored end: ended.Add(end.Hold); break;
                case OfferSeen offer: offers.TryAdd(offer.Key, (offer, at)); break;
                case VerdictStored { Verdict: not HtlcVerdict.Fail, IsCertain: true } verdict: holds[verdict.Key] = verdict.Hold; break;
                case AnswerTaken { Answer: HtlcAnswer.Resume } told when Closed(told.Key) is { } closed: yield return Broken(told.Key, closed, at); break;
                case ForwardSeen forward when Closed(forward.Key) is { } closed: yield return Broken(forward.Key, closed, at); break;
            }
        }

        ActorId? Closed(HtlcKey key)
        {
            if (holds.TryGetValue(key, out var stored)) return shown.Contains(stored) ? null : stored;
            if (!offers.TryGetValue(key, out var offered)) return null;
            foreach (var (hold, since) in accepted)
            {
                var isHeld = since < offered.At && hold.Payer == offered.Offer.From && hold.Hashes.Contains(offered.Offer.Hash);
                if (isHeld && !ended.Contains(hold.Hold) && !shown.Contains(hold.Hold)) return hold.Hold;
            }

            return null;
        }

        static Breach Broken(HtlcKey key, ActorId hold, int at) =>
            new(HistoryInvariants.TriggerFirst, at, $"{key} went on, and the trigger of its hold {hold.Key} was not shown");
    }
}
