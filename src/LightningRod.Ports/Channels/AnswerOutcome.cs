namespace LightningRod.Ports.Channels;

/// <summary>What became of a <see cref="DesiredAnswer"/>. None of them is the HTLC's outcome: that is the node's word, and is reported.</summary>
public enum AnswerOutcome
{
    /// <summary>It was handed to the node on the stream where the key was open. The offer is closed, unless the answer was to hold.</summary>
    Given,

    /// <summary>The key is not open on this stream: never offered on it, or answered, or gone. Ask
    /// <see cref="IChannelNode.FindHtlcAsync"/>.</summary>
    KeyUnknown,

    /// <summary>The stream ended before or while it was given: perhaps the node got it. Wait for the next offer of the key, or ask the
    /// history.</summary>
    StreamGone,

    /// <summary>The node's height is above <see cref="DesiredAnswer.NotAfter"/>, or the HTLC was failed already; nothing was given.</summary>
    TooLate,

    /// <summary>A higher epoch was seen before; nothing was given.</summary>
    Fenced,

    /// <summary>The node cannot do this (<see cref="ChannelNodeCapabilities"/>, or the channel is on chain); nothing was given, the offer is
    /// open.</summary>
    NotSupported,
}
