namespace LightningRod.Engine.Journal;

/// <summary>Why an actor is in quarantine.</summary>
public enum QuarantineCategory
{
    /// <summary>A stored event has a name that this version does not know.</summary>
    UnknownEvent,

    /// <summary>A stored event's payload does not fit its name.</summary>
    UnreadableEvent,

    /// <summary>Events are missing or out of order.</summary>
    SequenceGap,

    /// <summary>Applying an event threw.</summary>
    ApplyFailed,

    /// <summary>Deciding a command threw.</summary>
    DecideFailed,

    /// <summary>A stored effect cannot be read.</summary>
    UnreadableEffect,
}
