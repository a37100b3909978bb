namespace LightningRod.Engine.Journal;

/// <summary>The storage failed: a full disk, a lost connection, a locked file.</summary>
public sealed class JournalUnavailableException : Exception
{
    /// <summary>A failure of the storage.</summary>
    /// <param name="message">What failed and what to do about it.</param>
    /// <param name="outcomeIsUnknown">Whether the write may have become durable all the same.</param>
    /// <param name="inner">What was thrown.</param>
    public JournalUnavailableException(string message, bool outcomeIsUnknown, Exception? inner = null)
        : base(message, inner) => OutcomeIsUnknown = outcomeIsUnknown;

    /// <summary>Whether the write may have become durable all the same: the actors concerned must be read again.</summary>
    public bool OutcomeIsUnknown { get; }
}
