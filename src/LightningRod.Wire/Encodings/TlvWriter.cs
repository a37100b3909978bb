using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Encodings;

/// <summary>Collects records in any order and writes them as a TLV stream in order of type (BOLT 1).</summary>
public sealed class TlvWriter
{
    private readonly List<TlvRecord> _records = [];

    /// <summary>Adds a record unless <paramref name="value"/> is null.</summary>
    /// <param name="type">The type.</param>
    /// <param name="value">The value.</param>
    public TlvWriter AddBytes(ulong type, ByteString? value)
    {
        if (value is { } bytes) _records.Add(new TlvRecord(type, bytes));
        return this;
    }

    /// <summary>Adds a copy of bytes as a record.</summary>
    /// <param name="type">The type.</param>
    /// <param name="value">The value.</param>
    public TlvWriter Add(ulong type, ReadOnlySpan<byte> value) => AddBytes(type, ByteString.CopyOf(value));

    /// <summary>Adds a record whose value <paramref name="write"/> writes.</summary>
    /// <param name="type">The type.</param>
    /// <param name="write">Writes the value.</param>
    public TlvWriter Add(ulong type, Action<WireWriter> write)
    {
        var writer = new WireWriter();
        write(writer);
        return AddBytes(type, writer.ToByteString());
    }

    /// <summary>Adds a record that <paramref name="write"/> writes, unless the value is null.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="type">The type.</param>
    /// <param name="value">The value.</param>
    /// <param name="write">Writes the value.</param>
    public TlvWriter AddWhen<T>(ulong type, T? value, Action<WireWriter, T> write)
        where T : struct => value is { } present ? Add(type, writer => write(writer, present)) : this;

    /// <summary>Adds a truncated integer unless it is null.</summary>
    /// <param name="type">The type.</param>
    /// <param name="value">The value.</param>
    public TlvWriter AddTruncated(ulong type, ulong? value) => value is { } v ? Add(type, w => w.WriteTruncated(v)) : this;

    /// <summary>Adds text as UTF-8 unless it is null.</summary>
    /// <param name="type">The type.</param>
    /// <param name="value">The text.</param>
    public TlvWriter AddUtf8(ulong type, string? value) => value is null ? this : Add(type, w => w.WriteUtf8(value));

    /// <summary>Adds a point, 33 bytes, unless it is null.</summary>
    /// <param name="type">The type.</param>
    /// <param name="value">The point.</param>
    public TlvWriter AddPublicKey(ulong type, PublicKey? value) => value is { } key ? Add(type, w => w.WritePublicKey(key)) : this;

    /// <summary>Adds a node id, 33 bytes, unless it is null.</summary>
    /// <param name="type">The type.</param>
    /// <param name="value">The node id.</param>
    public TlvWriter AddNodeId(ulong type, NodeId? value) => value is { } id ? Add(type, id.Span) : this;

    /// <summary>Adds 32 bytes unless they are null.</summary>
    /// <param name="type">The type.</param>
    /// <param name="value">The bytes.</param>
    public TlvWriter AddBytes32(ulong type, Bytes32? value) => value is { } bytes ? Add(type, bytes.Span) : this;

    /// <summary>Adds records as they are.</summary>
    /// <param name="records">For example the unknown odd records of what is written again.</param>
    public TlvWriter AddRange(TlvStream records)
    {
        _records.AddRange(records);
        return this;
    }

    /// <summary>The records, sorted.</summary>
    /// <exception cref="ArgumentException">Two have the same type.</exception>
    public TlvStream ToStream() => TlvStream.Of(_records);

    /// <summary>The bytes on the wire.</summary>
    /// <exception cref="ArgumentException">Two have the same type.</exception>
    public byte[] ToArray() => ToStream().ToArray();
}
