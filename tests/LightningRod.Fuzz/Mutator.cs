using LightningRod.Wire.Encodings;

namespace LightningRod.Fuzz;

/// <summary>Makes new inputs from old ones; the same random source gives the same inputs.</summary>
internal sealed class Mutator(Random random)
{
    /// <summary>Longest input, bytes: a little above a peer message, the longest thing that a stranger sends at once.</summary>
    internal const int MaxLength = 66_000;

    /// <summary>Both sides of every border of BigSize, and forms that are longer than needed.</summary>
    private static readonly byte[][] BigSizes =
    [
        .. new[]
        {
            "00", "01", "fc", "fd00fd", "fdffff", "fe00010000", "fe7fffffff", "fe80000000", "feffffffff", "ff0000000100000000", "ff7fffffffffffffff",
            "ff8000000000000000", "ffffffffffffffffff", "fd0000", "fd00fc", "fe0000ffff", "ff00000000ffffffff", "fd", "fe0000", "ff000000",
        }.Select(Convert.FromHexString),
    ];

    private static readonly byte[] Edges = [0x00, 0x01, 0x02, 0x03, 0x04, 0x1f, 0x20, 0x30, 0x7e, 0x7f, 0x80, 0x81, 0xfc, 0xfd, 0xfe, 0xff];

    /// <summary>The next input.</summary>
    /// <param name="corpus">What to start from; may be empty.</param>
    internal byte[] Next(IReadOnlyList<byte[]> corpus)
    {
        var bytes = corpus.Count == 0 || random.Next(40) == 0 ? RandomBytes(random.Next(1 << random.Next(10))) : Pick(corpus);
        // What begins as a TLV stream stays one every second time: an input seldom survives other changes and then says something new.
        var staysStream = random.Next(2) == 0 && TlvStream.Parse(bytes).IsOk;
        do
        {
            bytes = staysStream ? Record(bytes, corpus) : Mutate(bytes, corpus);
        }
        while (random.Next(3) != 0);
        return bytes.Length > MaxLength ? bytes[..MaxLength] : bytes;
    }

    /// <summary>A long one seldom: in its time hundreds of others are tried.</summary>
    private byte[] Pick(IReadOnlyList<byte[]> corpus)
    {
        const int Long = 2000;
        var bytes = corpus[random.Next(corpus.Count)];
        while (bytes.Length > Long && random.Next(8) != 0) bytes = corpus[random.Next(corpus.Count)];
        return bytes;
    }

    private byte[] Mutate(byte[] bytes, IReadOnlyList<byte[]> corpus)
    {
        var at = random.Next(bytes.Length + 1);
        return random.Next(12) switch
        {
            0 => Changed(bytes, at, b => (byte)(b ^ (1 << random.Next(8)))),
            1 => Changed(bytes, at, _ => (byte)random.Next(256)),
            2 => Changed(bytes, at, _ => Edges[random.Next(Edges.Length)]),
            3 => bytes[..at],
            4 => Replaced(bytes, at, random.Next(1 << random.Next(8)), []),
            5 => Replaced(bytes, at, 0, RandomBytes(1 << random.Next(8))),
            6 => Replaced(bytes, at, 0, [.. Enumerable.Repeat((byte)random.Next(256), 1 << random.Next(random.Next(20) == 0 ? 17 : 7))]),
            7 => Replaced(bytes, at, 0, Part(bytes)),
            8 => corpus.Count == 0 ? bytes : [.. bytes.AsSpan(0, at), .. Part(corpus[random.Next(corpus.Count)])],
            9 => Inflated(bytes, at),
            10 => Record(bytes, corpus),
            _ => Replaced(bytes, at, random.Next(2) * random.Next(10), BigSizes[random.Next(BigSizes.Length)]),
        };
    }

    /// <summary>Takes one, two or four bytes for a length and makes it too large, too small, or just what is left.</summary>
    private byte[] Inflated(byte[] bytes, int at)
    {
        var size = Math.Min(1 << random.Next(3), bytes.Length - at);
        ulong value = 0;
        for (var i = 0; i < size; i++) value = (value << 8) | bytes[at + i];
        var left = (ulong)(bytes.Length - at - size);
        value = random.Next(8) switch
        {
            0 => value + 1,
            1 => value - 1,
            2 => value * 2,
            3 => left,
            4 => left + 1,
            5 => left - 1,
            6 => ulong.MaxValue >> 1,
            _ => ulong.MaxValue,
        };
        var changed = bytes.ToArray();
        for (var i = size - 1; i >= 0; i--, value >>= 8) changed[at + i] = (byte)value;
        return changed;
    }

    /// <summary>Changes a record of a TLV stream and leaves its length right: other changes seldom reach what stands behind a length.</summary>
    private byte[] Record(byte[] bytes, IReadOnlyList<byte[]> corpus)
    {
        if (!TlvStream.Parse(bytes).TryGet(out var stream, out _) || stream.Count == 0) return bytes;
        var records = stream.ToList();
        var at = random.Next(records.Count);
        var (type, value) = (records[at].Type, records[at].Value);
        switch (random.Next(6))
        {
            case 0:
                records.RemoveAt(at);
                break;
            case 1:
                records.Insert(at, new(type ^ (1UL << random.Next(random.Next(64) + 1)), value));
                break;
            case 2 when corpus.Count > 0 && TlvStream.Parse(corpus[random.Next(corpus.Count)]).TryGet(out var other, out _) && other.Count > 0:
                records.Insert(at, other[random.Next(other.Count)]);
                break;
            default:
                records[at] = new(type, ByteString.Own(Mutate(value.ToArray(), corpus)));
                break;
        }

        return TlvStream.Of(records.DistinctBy(record => record.Type)).ToArray();
    }

    private byte[] Part(byte[] bytes)
    {
        var from = random.Next(bytes.Length + 1);
        return bytes[from..(from + random.Next(bytes.Length - from + 1))];
    }

    private byte[] RandomBytes(int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Changed(byte[] bytes, int at, Func<byte, byte> change)
    {
        if (at == bytes.Length) return bytes;
        var changed = bytes.ToArray();
        changed[at] = change(changed[at]);
        return changed;
    }

    private static byte[] Replaced(byte[] bytes, int at, int count, ReadOnlySpan<byte> by) =>
        [.. bytes.AsSpan(0, at), .. by, .. bytes.AsSpan(Math.Min(bytes.Length, at + count))];
}
