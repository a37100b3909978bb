using LightningRod.Ports.Channels;
using LightningRod.Wire.Primitives;

namespace LightningRod.TestKit.Histories;

/// <summary><see cref="HistoryInvariants.FailBackHeightKept"/>.</summary>
internal static class HeightInvariant
{
    internal static IEnumerable<Breach> Check(IReadOnlyList<HistoryEntry> entries)
    {
        var held = new Dictionary<HtlcKey, BlockHeight>();
        var answered = new HashSet<HtlcKey>();
        for (var at = 0; at < entries.Count; at++)
        {
            switch (entries[at])
            {
                case VerdictStored { FailBackHeight: { } height } stored:
                    held[stored.Key] = height;
                    break;
                case AnswerTaken { Answer: HtlcAnswer.Hold }:
                    break;
                case AnswerTaken told:
                    answered.Add(told.Key);
                    if (told.Answer is HtlcAnswer.Resume && held.TryGetValue(told.Key, out var failBack) && told.Height >= failBack)
                        yield return new(HistoryInvariants.FailBackHeightKept, at, $"{told.Key} went on at {told.Height}; its fail-back height is {failBack}");
                    break;
                case EndSeen end:
                    answered.Add(end.Key);
                    break;
                case CameToRest rest:
                    foreach (var (key, height) in held.Where(part => part.Value <= rest.Height && !answered.Contains(part.Key)))
                        yield return new(HistoryInvariants.FailBackHeightKept, at, $"{key} is still held at {rest.Height}; its fail-back height is {height}");
                    break;
            }
        }
    }
}
