using LightningRod.Wire.Messages;

namespace LightningRod.Peering.Limits;

/// <summary>How much of one kind of message a peer may send: two token buckets, of messages and of bytes. Both must have room.</summary>
public sealed record RateLimit
{
    /// <summary>Messages per second that flow in again.</summary>
    public double MessagesPerSecond { get; init; }

    /// <summary>Messages that a peer at rest may send at once.</summary>
    public double MessageBurst { get; init; }

    /// <summary>Bytes per second that flow in again.</summary>
    public double BytesPerSecond { get; init; }

    /// <summary>Bytes that a peer at rest may send at once; at least the longest message, 65535.</summary>
    public double ByteBurst { get; init; }

    /// <summary>What is wrong with the numbers, or null.</summary>
    internal string? Fault =>
        !(MessagesPerSecond > 0) || !(BytesPerSecond > 0) ? "has rates above zero"
        : !(MessageBurst >= 1) ? "has a burst of at least one message"
        : !(ByteBurst >= PeerMessage.MaxLength) ? $"has a burst of at least one message of {PeerMessage.MaxLength} bytes"
        : null;
}
