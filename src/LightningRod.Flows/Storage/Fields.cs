using LightningRod.Engine.Abstractions;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;
using Stored = Google.Protobuf.ByteString;

namespace LightningRod.Flows.Storage;

/// <summary>Fields of stored messages. Reading throws <see cref="MalformedFieldException"/> for what cannot be.</summary>
internal static class Fields
{
    private const int GuidLength = 16;

    internal static Stored Write(ReadOnlySpan<byte> bytes) => Stored.CopyFrom(bytes);

    internal static Stored Write(Bytes32 value) => Stored.CopyFrom(value.Span);

    internal static Stored Write(Guid value) => Stored.CopyFrom(value.ToByteArray(bigEndian: true));

    /// <summary>Units of 100 ns since 1970-01-01, UTC.</summary>
    internal static long Write(DateTimeOffset time) => time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;

    internal static T Some<T>(T? value, string field)
        where T : class => value ?? throw new MalformedFieldException(field);

    internal static Bytes32 Bytes32(Stored bytes, string field) =>
        bytes.Length == Wire.Primitives.Bytes32.Size ? new(bytes.Span) : throw new MalformedFieldException(field);

    internal static NodeId Node(Stored bytes, string field) =>
        NodeId.TryParse(bytes.Span, out var node) ? node : throw new MalformedFieldException(field);

    internal static OpaqueKey Key(Stored bytes, string field) =>
        bytes.Length is > 0 and <= OpaqueKey.MaxLength ? new(bytes.Span) : throw new MalformedFieldException(field);

    internal static Guid Id(Stored bytes, string field) =>
        bytes.Length == GuidLength ? new(bytes.Span, bigEndian: true) : throw new MalformedFieldException(field);

    internal static ByteString Bytes(Stored bytes) => ByteString.CopyOf(bytes.Span);

    internal static DateTimeOffset Time(long ticks, string field)
    {
        var epoch = DateTimeOffset.UnixEpoch.Ticks;
        return ticks >= -epoch && ticks <= DateTimeOffset.MaxValue.Ticks - epoch
            ? new(ticks + epoch, TimeSpan.Zero)
            : throw new MalformedFieldException(field);
    }

    internal static ushort UInt16(uint value, string field) => value <= ushort.MaxValue ? (ushort)value : throw new MalformedFieldException(field);
}
