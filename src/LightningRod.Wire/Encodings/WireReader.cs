using System.Buffers.Binary;
using System.Text;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Encodings;

/// <summary>Reads the fundamental types of BOLT 1 one after the other from bytes of a stranger.</summary>
/// <remarks>
/// The first rule that is broken sticks: later reads return <c>default</c> and change nothing, so a parser reads straight through and asks
/// once, with <see cref="Complete{T}"/>. Nothing is copied and nothing is allocated but the values asked for. Integers are big-endian.
/// </remarks>
public ref struct WireReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _start;
    private int _position;
    private WireError _error;

    /// <summary>Reads from the start of <paramref name="bytes"/>.</summary>
    /// <param name="bytes">The input.</param>
    /// <param name="start">Offset of the input in an outer one; errors are told from there.</param>
    public WireReader(ReadOnlySpan<byte> bytes, int start = 0)
    {
        _bytes = bytes;
        _start = start;
    }

    /// <summary>Offset of the next byte, counted from the outermost input.</summary>
    public readonly int Offset => _start + _position;

    /// <summary>How many bytes are left; 0 after a failure.</summary>
    public readonly int Remaining => Failed ? 0 : _bytes.Length - _position;

    /// <summary>Whether a rule was broken.</summary>
    public readonly bool Failed => _error.Rule != WireRule.None;

    /// <summary>The first rule that was broken; <c>default</c> while none was.</summary>
    public readonly WireError Error => _error;

    /// <summary>Notes a broken rule at the present offset, if it is the first.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="detail">One phrase for people.</param>
    public void Fail(WireRule rule, string detail) => Fail(new WireError(rule, Offset, detail));

    /// <summary>Notes a broken rule, if it is the first.</summary>
    /// <param name="error">The error, its offset counted from the outermost input.</param>
    public void Fail(WireError error)
    {
        if (!Failed) _error = error;
    }

    /// <summary>Refuses bytes that are left over.</summary>
    public void End()
    {
        if (Remaining > 0) Fail(WireRule.TrailingBytes, "bytes are left over");
    }

    /// <summary>The value if all bytes were read and no rule was broken, else the error.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">What was built from the reads.</param>
    public Result<T> Complete<T>(T value)
    {
        End();
        return Failed ? _error : value;
    }

    /// <summary>The next <paramref name="count"/> bytes.</summary>
    /// <param name="count">How many bytes; a negative count is more than any input has, for it comes from a length above 31 bits.</param>
    public ReadOnlySpan<byte> ReadSpan(int count)
    {
        if (Failed) return default;
        if ((uint)count > (uint)(_bytes.Length - _position))
        {
            _error = new(WireRule.UnexpectedEnd, _start + _bytes.Length, "the input ends too early");
            return default;
        }

        var span = _bytes.Slice(_position, count);
        _position += count;
        return span;
    }

    /// <summary>A copy of the next <paramref name="count"/> bytes.</summary>
    /// <param name="count">How many bytes.</param>
    public ByteString ReadBytes(int count) => ByteString.CopyOf(ReadSpan(count));

    /// <summary>All bytes that are left.</summary>
    public ReadOnlySpan<byte> ReadRestSpan() => ReadSpan(Remaining);

    /// <summary>A copy of all bytes that are left.</summary>
    public ByteString ReadRest() => ByteString.CopyOf(ReadRestSpan());

    /// <summary>A reader of the next <paramref name="count"/> bytes alone; give its error back with <see cref="Close"/>.</summary>
    /// <param name="count">How many bytes.</param>
    public WireReader ReadReader(int count)
    {
        var start = Offset;
        return new WireReader(ReadSpan(count), start) { _error = _error };
    }

    /// <summary>Ends an inner reader: it must have read all its bytes, and its error becomes this reader's.</summary>
    /// <param name="inner">The inner reader.</param>
    public void Close(ref WireReader inner)
    {
        inner.End();
        if (inner.Failed) Fail(inner._error);
    }

    /// <summary>u8.</summary>
    public byte ReadByte()
    {
        var span = ReadSpan(1);
        return span.IsEmpty ? (byte)0 : span[0];
    }

    /// <summary>u16.</summary>
    public ushort ReadUInt16()
    {
        var span = ReadSpan(2);
        return span.IsEmpty ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(span);
    }

    /// <summary>u32.</summary>
    public uint ReadUInt32()
    {
        var span = ReadSpan(4);
        return span.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32BigEndian(span);
    }

    /// <summary>u64.</summary>
    public ulong ReadUInt64()
    {
        var span = ReadSpan(8);
        return span.IsEmpty ? 0 : BinaryPrimitives.ReadUInt64BigEndian(span);
    }

    /// <summary>bigsize.</summary>
    public ulong ReadBigSize()
    {
        if (Failed) return 0;
        if (!BigSize.TryRead(_bytes[_position..], out var value, out var length, out var error))
        {
            Fail(error.Within(Offset));
            return 0;
        }

        _position += length;
        return value;
    }

    /// <summary>A bigsize that counts bytes of this input; more than are left is refused before anything is allocated.</summary>
    public int ReadBigSizeLength()
    {
        var offset = Offset;
        var length = ReadBigSize();
        if (Failed || length <= (ulong)Remaining) return (int)length;
        Fail(new(WireRule.UnexpectedEnd, offset, "a length goes beyond the end"));
        return 0;
    }

    /// <summary>tu16: all bytes that are left, at most 2, no leading zero byte.</summary>
    public ushort ReadTruncatedUInt16() => (ushort)ReadTruncated(sizeof(ushort));

    /// <summary>tu32: all bytes that are left, at most 4, no leading zero byte.</summary>
    public uint ReadTruncatedUInt32() => (uint)ReadTruncated(sizeof(uint));

    /// <summary>tu64: all bytes that are left, at most 8, no leading zero byte.</summary>
    public ulong ReadTruncatedUInt64() => ReadTruncated(sizeof(ulong));

    /// <summary>tu64 of millisatoshis, at most 21 million bitcoin.</summary>
    public Msat ReadTruncatedMsat()
    {
        var offset = Offset;
        var amount = new Msat(ReadTruncatedUInt64());
        if (amount > Msat.Max) Fail(new(WireRule.ValueOutOfRange, offset, "an amount is above 21 million bitcoin"));
        return Failed ? default : amount;
    }

    /// <summary>point: 33 bytes, compressed, on the curve.</summary>
    public PublicKey ReadPublicKey()
    {
        var offset = Offset;
        var span = ReadSpan(PublicKey.Size);
        if (Failed) return default;
        if (PublicKey.TryParse(span, out var key)) return key;
        Fail(new(WireRule.NotAPoint, offset, "33 bytes are no point of the curve"));
        return default;
    }

    /// <summary>node_id: 33 bytes with the prefix of a compressed point, not proven to be on the curve.</summary>
    public NodeId ReadNodeId()
    {
        var offset = Offset;
        var span = ReadSpan(NodeId.Size);
        if (Failed) return default;
        if (NodeId.TryParse(span, out var id)) return id;
        Fail(new(WireRule.NotAPoint, offset, "a node id begins with 02 or 03"));
        return default;
    }

    /// <summary>32 bytes: a hash, a secret or a channel id.</summary>
    public Bytes32 ReadBytes32()
    {
        var span = ReadSpan(Bytes32.Size);
        return span.IsEmpty ? default : new Bytes32(span);
    }

    /// <summary>short_channel_id: 8 bytes.</summary>
    public ShortChannelId ReadShortChannelId() => new(ReadUInt64());

    /// <summary>utf8: all bytes that are left.</summary>
    public string ReadUtf8()
    {
        var offset = Offset;
        try
        {
            return StrictUtf8.GetString(ReadRestSpan());
        }
        catch (DecoderFallbackException e)
        {
            Fail(new(WireRule.NotUtf8, offset + Math.Max(0, e.Index), "text is not UTF-8"));
            return "";
        }
    }

    /// <summary>utf8 of a bounded length: all bytes that are left.</summary>
    /// <param name="maxLength">Most bytes that are accepted.</param>
    public string ReadUtf8(int maxLength)
    {
        if (Remaining > maxLength) Fail(WireRule.TooLarge, $"a text is longer than {maxLength} bytes");
        return ReadUtf8();
    }

    private ulong ReadTruncated(int size)
    {
        var offset = Offset;
        if (Remaining > size)
        {
            Fail(WireRule.WrongLength, "a truncated integer is too long");
            return 0;
        }

        ulong value = 0;
        var span = ReadRestSpan();
        if (!span.IsEmpty && span[0] == 0) Fail(new(WireRule.NotMinimal, offset, "a truncated integer has a leading zero"));
        foreach (var b in span) value = (value << 8) | b;
        return value;
    }
}
