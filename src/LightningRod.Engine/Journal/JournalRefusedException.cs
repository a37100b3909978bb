namespace LightningRod.Engine.Journal;

/// <summary>A journal is there and can be read, but this member must not use it. Its start ends here.</summary>
public sealed class JournalRefusedException : Exception
{
    /// <summary>A refusal.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="message">Which journal, what is wrong with it, and what to do.</param>
    /// <param name="inner">What was thrown.</param>
    public JournalRefusedException(JournalRefusal reason, string message, Exception? inner = null)
        : base(message, inner) => Reason = reason;

    /// <summary>Why.</summary>
    public JournalRefusal Reason { get; }
}
