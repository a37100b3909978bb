using LightningRod.Ports.Channels;

namespace LightningRod.TestKit.Histories;

/// <summary><see cref="HistoryInvariants.StrangersPass"/>.</summary>
internal static class StrangerInvariant
{
    internal static IEnumerable<Breach> Check(IReadOnlyList<HistoryEntry> entries)
    {
        var strangers = new HashSet<HtlcKey>();
        var done = new HashSet<HtlcKey>();
        for (var at = 0; at < entries.Count; at++)
        {
            switch (entries[at])
            {
                case OfferSeen { IsClients: false } offer: strangers.Add(offer.Key); break;
                case AnswerTaken { Answer: HtlcAnswer.Resume } told: done.Add(told.Key); break;
                case AnswerTaken told when strangers.Contains(told.Key): yield return Broken(told.Key, $"was answered {told.Answer.GetType().Name}"); break;
                case VerdictStored stored when strangers.Contains(stored.Key): yield return Broken(stored.Key, "was stored"); break;
                case EndSeen end: done.Add(end.Key); break;
                case CameToRest:
                    foreach (var key in strangers.Except(done)) yield return Broken(key, "was not let go");
                    break;
            }

            Breach Broken(HtlcKey key, string what) => new(HistoryInvariants.StrangersPass, at, $"{key} is nobody's and {what}");
        }
    }
}
