using LightningRod.Ports.Channels;

namespace LightningRod.TestKit.Histories;

/// <summary><see cref="HistoryInvariants.NeverFailedAfterForward"/> and <see cref="HistoryInvariants.OneAnswer"/>.</summary>
internal static class AnswerInvariants
{
    internal static IEnumerable<Breach> Check(IReadOnlyList<HistoryEntry> entries)
    {
        var forwarded = new HashSet<HtlcKey>();
        var answers = new Dictionary<HtlcKey, AnswerTaken>();
        var epochs = new Dictionary<string, ulong>();
        for (var at = 0; at < entries.Count; at++)
        {
            if (entries[at] is ForwardSeen forward) forwarded.Add(forward.Key);
            if (entries[at] is not AnswerTaken told) continue;
            var highest = epochs.GetValueOrDefault(told.Key.Node);
            if (told.Epoch < highest)
                yield return new(HistoryInvariants.OneAnswer, at, $"{told.Key} was answered under epoch {told.Epoch}; the node knew {highest}");
            epochs[told.Key.Node] = Math.Max(highest, told.Epoch);
            if (told.Answer is HtlcAnswer.Hold) continue;
            if (told.Answer is HtlcAnswer.Fail && forwarded.Contains(told.Key))
                yield return new(HistoryInvariants.NeverFailedAfterForward, at, $"{told.Key} was failed after it was forwarded");
            if (answers.TryGetValue(told.Key, out var first))
                yield return new(HistoryInvariants.OneAnswer, at, $"{told.Key} was answered {Name(told)} after it was answered {Name(first)}");
            else
                answers.Add(told.Key, told);
        }

        static string Name(AnswerTaken told) => told.Answer.GetType().Name;
    }
}
