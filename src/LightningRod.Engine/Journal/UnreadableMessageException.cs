namespace LightningRod.Engine.Journal;

/// <summary>A stored message cannot be read: its actor is quarantined, the others go on.</summary>
public sealed class UnreadableMessageException : Exception
{
    /// <summary>A message that cannot be read.</summary>
    /// <param name="name">Its stored name.</param>
    /// <param name="why">What does not fit.</param>
    /// <param name="inner">What was thrown, if anything was.</param>
    /// <param name="nameIsUnknown">Whether this version does not know the name; else the payload does not fit it.</param>
    public UnreadableMessageException(string name, string why, Exception? inner = null, bool nameIsUnknown = false)
        : base($"The stored message {name} cannot be read: {why}", inner)
    {
        MessageName = name;
        NameIsUnknown = nameIsUnknown;
    }

    /// <summary>The stored name.</summary>
    public string MessageName { get; }

    /// <summary>Whether this version does not know the name: a later one may.</summary>
    public bool NameIsUnknown { get; }
}
