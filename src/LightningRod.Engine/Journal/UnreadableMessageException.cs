namespace LightningRod.Engine.Journal;

/// <summary>A stored message cannot be read: its actor is quarantined, the others go on.</summary>
public sealed class UnreadableMessageException : Exception
{
    /// <summary>A message that cannot be read.</summary>
    /// <param name="name">Its stored name.</param>
    /// <param name="why">What does not fit.</param>
    /// <param name="inner">What was thrown, if anything was.</param>
    public UnreadableMessageException(string name, string why, Exception? inner = null)
        : base($"The stored message {name} cannot be read: {why}", inner) => MessageName = name;

    /// <summary>The stored name.</summary>
    public string MessageName { get; }
}
