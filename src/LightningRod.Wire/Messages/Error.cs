using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Messages;

/// <summary><c>error</c>: a channel fails, or all channels with the sender do (BOLT 1).</summary>
public sealed record Error : Notice
{
    /// <summary>Makes an error.</summary>
    /// <param name="channelId">The channel that fails; all zero for all channels.</param>
    /// <param name="data">At most <see cref="Notice.MaxDataLength"/> bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">More data than a message has room for.</exception>
    public Error(ChannelId channelId, ByteString data)
        : base(channelId, data)
    {
    }

    /// <inheritdoc/>
    public override ushort Type => MessageType.Error;

    internal static Error Read(ref WireReader reader)
    {
        var (channelId, data) = ReadNotice(ref reader);
        return new(channelId, data);
    }
}
