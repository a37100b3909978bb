using LightningRod.Wire.Primitives;

namespace LightningRod.TestKit.Histories;

/// <summary><see cref="HistoryInvariants.MessagesArrive"/> and <see cref="HistoryInvariants.MessagesInOrder"/>.</summary>
/// <remarks>A message may come again; the order counts for its first coming.</remarks>
internal static class MessageInvariants
{
    internal static IEnumerable<Breach> Check(IReadOnlyList<HistoryEntry> entries)
    {
        var (taken, got) = (new Dictionary<Name, MessageTaken>(), new HashSet<Name>());
        var last = new Dictionary<(NodeId From, NodeId To), int>();
        for (var at = 0; at < entries.Count; at++)
        {
            switch (entries[at])
            {
                case MessageTaken message:
                    taken[NameOf(message)] = message;
                    break;
                case MessageGot message when got.Add(NameOf(message)):
                    var line = (message.From, message.To);
                    var before = last.GetValueOrDefault(line, int.MinValue);
                    if (message.Number < before)
                        yield return new(HistoryInvariants.MessagesInOrder, at, $"{message}, for the first time, after message {before} of the same sender");
                    last[line] = Math.Max(before, message.Number);
                    break;
                case CameToRest:
                    foreach (var (_, message) in taken.Where(pair => !got.Contains(pair.Key)))
                        yield return new(HistoryInvariants.MessagesArrive, at, $"{message}, and never got");
                    break;
            }
        }

        static Name NameOf(MessageEntry message) => new(message.From, message.To, message.Number);
    }

    private readonly record struct Name(NodeId From, NodeId To, int Number);
}
