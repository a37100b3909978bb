using System.Collections;

namespace LightningRod.Wire.Encodings;

/// <summary>The records of a TLV stream in strictly increasing order of type; compares by content (BOLT 1). <c>default</c> is empty.</summary>
public readonly struct TlvStream : IReadOnlyList<TlvRecord>, IEquatable<TlvStream>
{
    private readonly List<TlvRecord>? _records;

    private TlvStream(List<TlvRecord>? records) => _records = records;

    /// <summary>No records.</summary>
    public static TlvStream Empty => default;

    /// <inheritdoc/>
    public int Count => _records?.Count ?? 0;

    /// <inheritdoc/>
    public TlvRecord this[int index] => (_records ?? throw new ArgumentOutOfRangeException(nameof(index)))[index];

    /// <summary>Length of the stream on the wire, bytes.</summary>
    public int EncodedLength => _records?.Sum(r => r.EncodedLength) ?? 0;

    /// <summary>Sorts records by type.</summary>
    /// <param name="records">The records, in any order.</param>
    /// <exception cref="ArgumentException">Two have the same type.</exception>
    public static TlvStream Of(params IEnumerable<TlvRecord> records)
    {
        var list = records.OrderBy(r => r.Type).ToList();
        for (var i = 1; i < list.Count; i++)
        {
            if (list[i].Type == list[i - 1].Type) throw new ArgumentException($"Type {list[i].Type} is there twice.", nameof(records));
        }

        return FromSorted(list);
    }

    /// <summary>Reads a stream whatever its types mean: order, minimal integers and lengths are checked, meaning is not.</summary>
    /// <param name="bytes">The whole stream.</param>
    /// <param name="start">Offset of the stream in an outer input; errors are told from there.</param>
    public static Result<TlvStream> Parse(ReadOnlySpan<byte> bytes, int start = 0)
    {
        var tlvs = new TlvReader(bytes, start);
        var records = new List<TlvRecord>();
        while (tlvs.Next(out var type, out var value))
        {
            records.Add(new TlvRecord(type, value.ReadRest()));
            tlvs.Close(ref value);
        }

        return tlvs.Complete(FromSorted(records));
    }

    /// <summary>The value of a type, or null when the stream has none.</summary>
    /// <param name="type">The type.</param>
    public ByteString? Find(ulong type)
    {
        foreach (var record in this)
        {
            if (record.Type == type) return record.Value;
        }

        return null;
    }

    /// <summary>The bytes on the wire.</summary>
    public byte[] ToArray()
    {
        var writer = new WireWriter(EncodedLength);
        foreach (var record in this) record.WriteTo(writer);
        return writer.ToArray();
    }

    /// <inheritdoc/>
    public IEnumerator<TlvRecord> GetEnumerator() => (_records ?? []).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(TlvStream other) => this.SequenceEqual(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TlvStream other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _records is [var first, ..] ? HashCode.Combine(Count, first) : 0;

    /// <summary>Equal by content.</summary>
    public static bool operator ==(TlvStream left, TlvStream right) => left.Equals(right);

    /// <summary>Different by content.</summary>
    public static bool operator !=(TlvStream left, TlvStream right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', this.Select(r => $"{r.Type}:{r.Value}"));

    internal static TlvStream FromSorted(List<TlvRecord>? records) => new(records is { Count: > 0 } ? records : null);
}
