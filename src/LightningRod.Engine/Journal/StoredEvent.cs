namespace LightningRod.Engine.Journal;

/// <summary>An event as it is read back.</summary>
/// <param name="Sequence">Its number within its actor; without a gap from the last checkpoint on.</param>
/// <param name="Message">The event.</param>
/// <param name="At">When it was decided, UTC.</param>
public readonly record struct StoredEvent(long Sequence, StoredMessage Message, DateTimeOffset At);
