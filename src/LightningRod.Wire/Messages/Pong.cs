using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Wire.Messages;

/// <summary><c>pong</c>: the answer to a ping, known by its length (BOLT 1). Its <c>ignored</c> bytes are not kept, and written as zeros.</summary>
public sealed record Pong : PeerMessage
{
    /// <summary>Most <c>ignored</c> bytes that a pong has room for, and so the most that a ping can ask for: 65531.</summary>
    public const int MaxBytesLen = MaxLength - (2 * sizeof(ushort));

    /// <summary>Makes a pong.</summary>
    /// <param name="bytesLen">How many bytes it carries, at most <see cref="MaxBytesLen"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">More bytes than a message has room for.</exception>
    public Pong(ushort bytesLen)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytesLen, MaxBytesLen);
        BytesLen = bytesLen;
    }

    /// <inheritdoc/>
    public override ushort Type => MessageType.Pong;

    /// <summary><c>byteslen</c>: how many bytes the pong carries.</summary>
    public ushort BytesLen { get; }

    /// <summary>The answer to a ping, or null for one that must be ignored.</summary>
    /// <param name="ping">The ping.</param>
    public static Pong? Answer(Ping ping) => ping.ExpectsPong ? new(ping.NumPongBytes) : null;

    internal static Pong? Read(ref WireReader reader)
    {
        var bytesLen = reader.ReadUInt16();
        reader.ReadSpan(bytesLen);
        ReadExtension(ref reader);
        return reader.Failed ? null : new(bytesLen);
    }

    private protected override void WritePayload(WireWriter writer) => writer.WriteUInt16(BytesLen).Write(new byte[BytesLen]);
}
