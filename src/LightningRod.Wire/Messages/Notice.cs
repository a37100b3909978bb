using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Messages;

/// <summary>What <see cref="Warning"/> and <see cref="Error"/> have in common: a channel, and something for people to read (BOLT 1).</summary>
public abstract record Notice : PeerMessage
{
    /// <summary>Most bytes of data that a message has room for.</summary>
    public const int MaxDataLength = MaxLength - sizeof(ushort) - Bytes32.Size - sizeof(ushort);

    private protected Notice(ChannelId channelId, ByteString data)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(data.Length, MaxDataLength, nameof(data));
        (ChannelId, Data) = (channelId, data);
    }

    /// <summary>The channel; all zero for all channels with the sender, or for none in particular.</summary>
    public ChannelId ChannelId { get; }

    /// <summary>What the sender says; usually ASCII text, but a stranger's bytes.</summary>
    public ByteString Data { get; }

    /// <summary>Whether no one channel is meant, but all of them.</summary>
    public bool IsForAllChannels => ChannelId.Value.IsZero;

    /// <summary>The data for logs and people: printable ASCII, everything else as <c>\xNN</c>, cut after 512 bytes.</summary>
    public string Text => PrintableText.Of(Data);

    private protected static (ChannelId ChannelId, ByteString Data) ReadNotice(ref WireReader reader)
    {
        var channelId = new ChannelId(reader.ReadBytes32());
        var data = reader.ReadBytes(reader.ReadUInt16());
        ReadExtension(ref reader);
        return (channelId, data);
    }

    private protected override void WritePayload(WireWriter writer) =>
        writer.WriteBytes32(ChannelId.Value).WriteUInt16((ushort)Data.Length).Write(Data);
}
