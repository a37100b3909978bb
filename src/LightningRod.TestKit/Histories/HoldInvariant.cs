using LightningRod.Engine.Abstractions;
using LightningRod.Ports.Channels;

namespace LightningRod.TestKit.Histories;

/// <summary><see cref="HistoryInvariants.EndedHoldHasNoPart"/>.</summary>
internal static class HoldInvariant
{
    internal static IEnumerable<Breach> Check(IReadOnlyList<HistoryEntry> entries)
    {
        var parts = new Dictionary<ActorId, HashSet<HtlcKey>>();
        var over = new HashSet<HtlcKey>();
        for (var at = 0; at < entries.Count; at++)
        {
            switch (entries[at])
            {
                case VerdictStored { Verdict: HtlcVerdict.Held, IsCertain: true } held:
                    if (!parts.TryGetValue(held.Hold, out var known)) parts.Add(held.Hold, known = []);
                    known.Add(held.Key);
                    break;
                case EndSeen end:
                    over.Add(end.Key);
                    break;
                case HoldEndStored { IsCertain: true } end:
                    foreach (var key in Pending(end.Hold)) yield return Broken(key, end.Hold, at);
                    break;
                case HoldListed { IsOver: true } listed:
                    foreach (var key in Pending(listed.Hold)) yield return Broken(key, listed.Hold, at);
                    break;
            }
        }

        IEnumerable<HtlcKey> Pending(ActorId hold) => parts.TryGetValue(hold, out var known) ? known.Except(over) : [];

        static Breach Broken(HtlcKey key, ActorId hold, int at) =>
            new(HistoryInvariants.EndedHoldHasNoPart, at, $"the hold {hold.Key} is over, and its part {key} has no end at the node");
    }
}
