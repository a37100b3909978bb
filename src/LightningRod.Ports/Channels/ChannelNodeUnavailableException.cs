namespace LightningRod.Ports.Channels;

/// <summary>A channel node cannot be reached, or did not answer in time. Trying again later makes sense.</summary>
public sealed class ChannelNodeUnavailableException : Exception
{
    /// <summary>Without a reason.</summary>
    public ChannelNodeUnavailableException()
    {
    }

    /// <summary>With a reason.</summary>
    /// <param name="message">Which node and what went wrong, for operators.</param>
    public ChannelNodeUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason and its cause.</summary>
    /// <param name="message">Which node and what went wrong, for operators.</param>
    /// <param name="innerException">What was thrown below.</param>
    public ChannelNodeUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
