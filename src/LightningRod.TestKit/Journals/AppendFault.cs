namespace LightningRod.TestKit.Journals;

/// <summary>What goes wrong with one append of a <see cref="MemoryJournal"/>.</summary>
public sealed record AppendFault
{
    private AppendFault()
    {
    }

    /// <summary>Nothing.</summary>
    public static AppendFault None { get; } = new();

    /// <summary>The storage refuses, nothing is written, and the writer knows: a full disk.</summary>
    public static AppendFault Refused { get; } = new() { WrittenBeforeFailure = 0 };

    /// <summary>The process dies before anything is written.</summary>
    public static AppendFault CrashBefore { get; } = new() { WrittenBeforeFailure = 0, OutcomeIsUnknown = true, IsCrash = true };

    /// <summary>The process dies after everything was written, and before anybody is told.</summary>
    public static AppendFault CrashAfter { get; } = new() { WrittenBeforeFailure = int.MaxValue, OutcomeIsUnknown = true, IsCrash = true };

    /// <summary>The connection is lost: the first decisions of the batch are written, the others not, and the writer knows of none.</summary>
    /// <param name="written">How many are written; <see cref="int.MaxValue"/> for all.</param>
    public static AppendFault Lost(int written) => new() { WrittenBeforeFailure = written, OutcomeIsUnknown = true };

    /// <summary>The process dies when the first decisions of the batch are written and the others not.</summary>
    /// <param name="written">How many are written.</param>
    public static AppendFault CrashAfterSome(int written) => new() { WrittenBeforeFailure = written, OutcomeIsUnknown = true, IsCrash = true };

    /// <summary>How many decisions of the batch are written before the append fails; null when it does not fail.</summary>
    public int? WrittenBeforeFailure { get; private init; }

    /// <summary>Whether the writer is told that it cannot know what was written.</summary>
    public bool OutcomeIsUnknown { get; private init; }

    /// <summary>Whether the journal answers nothing more until <see cref="MemoryJournal.Restart"/>.</summary>
    public bool IsCrash { get; private init; }

    /// <summary>How long it takes before anything is written, by the journal's clock.</summary>
    public TimeSpan Delay { get; init; }
}
