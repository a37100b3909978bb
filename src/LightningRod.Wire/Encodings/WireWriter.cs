using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Encodings;

/// <summary>Writes the fundamental types of BOLT 1 one after the other. Integers are big-endian.</summary>
public sealed class WireWriter
{
    private readonly ArrayBufferWriter<byte> _buffer;

    /// <summary>Begins with no bytes.</summary>
    /// <param name="capacity">Expected size, bytes; may be 0.</param>
    public WireWriter(int capacity = 64) => _buffer = new ArrayBufferWriter<byte>(Math.Max(1, capacity));

    /// <summary>How many bytes were written.</summary>
    public int Length => _buffer.WrittenCount;

    /// <summary>What was written; valid until the next write.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _buffer.WrittenSpan;

    /// <summary>A copy of what was written.</summary>
    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    /// <summary>A copy of what was written.</summary>
    public ByteString ToByteString() => ByteString.CopyOf(_buffer.WrittenSpan);

    /// <summary>Appends bytes as they are.</summary>
    /// <param name="bytes">The bytes.</param>
    public WireWriter Write(ReadOnlySpan<byte> bytes)
    {
        _buffer.Write(bytes);
        return this;
    }

    /// <summary>u8.</summary>
    /// <param name="value">The value.</param>
    public WireWriter WriteByte(byte value) => Write([value]);

    /// <summary>u16.</summary>
    /// <param name="value">The value.</param>
    public WireWriter WriteUInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(Take(sizeof(ushort)), value);
        return this;
    }

    /// <summary>u32.</summary>
    /// <param name="value">The value.</param>
    public WireWriter WriteUInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(Take(sizeof(uint)), value);
        return this;
    }

    /// <summary>u64.</summary>
    /// <param name="value">The value.</param>
    public WireWriter WriteUInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(Take(sizeof(ulong)), value);
        return this;
    }

    /// <summary>bigsize: 1, 3, 5 or 9 bytes.</summary>
    /// <param name="value">The value.</param>
    public WireWriter WriteBigSize(ulong value)
    {
        BigSize.Write(Take(BigSize.Length(value)), value);
        return this;
    }

    /// <summary>tu16, tu32 or tu64: 0 to 8 bytes without leading zero bytes.</summary>
    /// <param name="value">The value; the reader's type bounds it.</param>
    public WireWriter WriteTruncated(ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return Write(bytes[(BitOperations.LeadingZeroCount(value) / 8)..]);
    }

    /// <summary>point: 33 bytes, compressed.</summary>
    /// <param name="key">The point.</param>
    public WireWriter WritePublicKey(PublicKey key)
    {
        key.Serialize(Take(PublicKey.Size));
        return this;
    }

    /// <summary>node_id: 33 bytes.</summary>
    /// <param name="id">The node id.</param>
    public WireWriter WriteNodeId(NodeId id) => Write(id.Span);

    /// <summary>32 bytes.</summary>
    /// <param name="value">The bytes.</param>
    public WireWriter WriteBytes32(Bytes32 value) => Write(value.Span);

    /// <summary>short_channel_id: 8 bytes.</summary>
    /// <param name="value">The short channel id.</param>
    public WireWriter WriteShortChannelId(ShortChannelId value) => WriteUInt64(value.Value);

    /// <summary>utf8 bytes without a length.</summary>
    /// <param name="text">The text.</param>
    public WireWriter WriteUtf8(string text)
    {
        System.Text.Encoding.UTF8.GetBytes(text, Take(System.Text.Encoding.UTF8.GetByteCount(text)));
        return this;
    }

    private Span<byte> Take(int count)
    {
        var span = _buffer.GetSpan(count)[..count];
        _buffer.Advance(count);
        return span;
    }
}
