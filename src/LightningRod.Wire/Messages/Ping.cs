using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Wire.Messages;

/// <summary><c>ping</c>: asks whether the other side lives (BOLT 1). Its <c>ignored</c> bytes are not kept and are written as zeros.</summary>
public sealed record Ping : PeerMessage
{
    /// <summary>Most <c>ignored</c> bytes that a ping has room for.</summary>
    public const int MaxBytesLen = MaxLength - (3 * sizeof(ushort));

    /// <summary>Makes a ping.</summary>
    /// <param name="numPongBytes">How many bytes the pong shall carry; above <see cref="Pong.MaxBytesLen"/> none is wanted.</param>
    /// <param name="bytesLen">How many bytes the ping itself carries, at most <see cref="MaxBytesLen"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">More bytes than a message has room for.</exception>
    public Ping(ushort numPongBytes, ushort bytesLen = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytesLen, MaxBytesLen);
        (NumPongBytes, BytesLen) = (numPongBytes, bytesLen);
    }

    /// <inheritdoc/>
    public override ushort Type => MessageType.Ping;

    /// <summary><c>num_pong_bytes</c>: how many bytes the pong shall carry.</summary>
    public ushort NumPongBytes { get; }

    /// <summary><c>byteslen</c>: how many bytes the ping carries.</summary>
    public ushort BytesLen { get; }

    /// <summary>Whether the receiver must answer; else it must ignore the ping.</summary>
    public bool ExpectsPong => NumPongBytes <= Pong.MaxBytesLen;

    internal static Ping? Read(ref WireReader reader)
    {
        var numPongBytes = reader.ReadUInt16();
        var bytesLen = reader.ReadUInt16();
        reader.ReadSpan(bytesLen);
        ReadExtension(ref reader);
        return reader.Failed ? null : new(numPongBytes, bytesLen);
    }

    private protected override void WritePayload(WireWriter writer) =>
        writer.WriteUInt16(NumPongBytes).WriteUInt16(BytesLen).Write(new byte[BytesLen]);
}
