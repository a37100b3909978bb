using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Messages;

/// <summary><c>warning</c>: something is wrong, but no channel fails for it (BOLT 1).</summary>
public sealed record Warning : Notice
{
    /// <summary>Makes a warning.</summary>
    /// <param name="channelId">The channel; all zero when none in particular is meant.</param>
    /// <param name="data">At most <see cref="Notice.MaxDataLength"/> bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">More data than a message has room for.</exception>
    public Warning(ChannelId channelId, ByteString data)
        : base(channelId, data)
    {
    }

    /// <summary>Makes a warning about no channel in particular.</summary>
    /// <param name="text">What to say; printable ASCII, or the receiver will not show it.</param>
    public Warning(string text)
        : this(default, ByteString.Own(System.Text.Encoding.UTF8.GetBytes(text)))
    {
    }

    /// <inheritdoc/>
    public override ushort Type => MessageType.Warning;

    internal static Warning Read(ref WireReader reader)
    {
        var (channelId, data) = ReadNotice(ref reader);
        return new(channelId, data);
    }
}
