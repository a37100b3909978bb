using LightningRod.Wire.Encodings;
using static LightningRod.Peers.Tests.Onion.WireOnions;

namespace LightningRod.Peers.Tests.Bolt12;

/// <summary>Small changes to the records of a message, such as a careless or malicious writer would make.</summary>
internal static class ChangedRecords
{
    /// <summary>Types at the edges of BOLT 12's ranges, of all its messages, known and unknown.</summary>
    private static readonly ulong[] Types =
    [
        0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 25, 79, 80, 81, 82, 84, 86, 89, 90, 91, 92, 159, 160, 162, 164, 166, 168, 170, 172, 174, 176,
        178, 236, 239, 1001, 999_999_999, 1_000_000_000, 1_000_000_001, 2_000_000_000, 2_000_000_001, 3_000_000_000, 3_000_000_001,
    ];

    internal static TlvStream Of(TlvStream records, Random random)
    {
        var changed = records.ToList();
        for (var changes = random.Next(1, 3); changes > 0; changes--)
        {
            var at = random.Next(changed.Count);
            var (type, value) = changed[at];
            switch (random.Next(6))
            {
                case 0:
                    changed.RemoveAt(at);
                    break;
                case 1:
                    changed[at] = new(type, value.IsEmpty ? value : Flip(value, random.Next(Math.Min(value.Length, 40)), random.Next(8)));
                    break;
                case 2:
                    changed[at] = new(type, value.Slice(0, random.Next(value.Length + 1)));
                    break;
                case 3:
                    changed[at] = new(type, ByteString.Own((byte[])[.. value.Span, (byte)random.Next(3)]));
                    break;
                case 4:
                    changed[at] = new(type, ByteString.Own(new byte[value.Length]));
                    break;
                default:
                    var added = Types[random.Next(Types.Length)];
                    if (changed.All(record => record.Type != added)) changed.Add(new(added, Filled(random.Next(3) * 16)));
                    break;
            }
        }

        return TlvStream.Of(changed);
    }
}
