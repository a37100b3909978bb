using LightningRod.Engine.Abstractions;
using LightningRod.Ports.Channels;
using LightningRod.Wire.Primitives;

namespace LightningRod.TestKit.Histories;

/// <summary><see cref="HistoryInvariants.StoredBeforeTold"/>.</summary>
/// <remarks>Without a stored decision a part may be failed from its fail-back height on, and when its hold has ended; it may pass when it is no part.</remarks>
internal static class StorageInvariant
{
    internal static IEnumerable<Breach> Check(IReadOnlyList<HistoryEntry> entries)
    {
        var stored = new HashSet<(HtlcKey Key, HtlcVerdict Verdict)>();
        var failBack = new Dictionary<HtlcKey, BlockHeight>();
        var offers = new Dictionary<HtlcKey, OfferSeen>();
        var accepted = new List<HoldAccepted>();
        var ended = new HashSet<ActorId>();
        var highest = default(BlockHeight);
        for (var at = 0; at < entries.Count; at++)
        {
            switch (entries[at])
            {
                case HeightSeen seen when seen.Height > highest: highest = seen.Height; break;
                case HoldAccepted hold: accepted.Add(hold); break;
                case HoldEndStored end: ended.Add(end.Hold); break;
                case OfferSeen offer: offers[offer.Key] = offer; break;
                case VerdictStored { IsCertain: true } verdict:
                    stored.Add((verdict.Key, verdict.Verdict));
                    if (verdict.FailBackHeight is { } height) failBack[verdict.Key] = height;
                    break;
                case AnswerTaken told when !IsStored(told):
                    yield return new(HistoryInvariants.StoredBeforeTold, at, $"{told.Key} was answered {told.Answer.GetType().Name} before that was stored");
                    break;
            }
        }

        bool IsStored(AnswerTaken told) => told.Answer switch
        {
            HtlcAnswer.Hold => stored.Contains((told.Key, HtlcVerdict.Held)),
            HtlcAnswer.Resume => !stored.Contains((told.Key, HtlcVerdict.Held)) || stored.Contains((told.Key, HtlcVerdict.Release)),
            HtlcAnswer.Fail => stored.Contains((told.Key, HtlcVerdict.Fail)) || IsDue(told) || HasEnded(told.Key),
            _ => false,
        };

        bool IsDue(AnswerTaken told)
        {
            var height = told.Height > highest ? told.Height : highest;
            var due = failBack.TryGetValue(told.Key, out var said) ? said : offers.GetValueOrDefault(told.Key)?.MayFailUndecidedFrom;
            return due <= height;
        }

        bool HasEnded(HtlcKey key) => offers.TryGetValue(key, out var offer)
            && accepted.Exists(hold => hold.Payer == offer.From && ended.Contains(hold.Hold) && hold.Hashes.Contains(offer.Hash));
    }
}
