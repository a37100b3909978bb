using LightningRod.Engine.Journal;

namespace LightningRod.Engine.Sqlite;

/// <summary>The words under which the categories of quarantine are stored.</summary>
internal static class QuarantineWords
{
    internal static string Of(QuarantineCategory category) => category switch
    {
        QuarantineCategory.UnknownEvent => "unknown_event",
        QuarantineCategory.UnreadableEvent => "unreadable_event",
        QuarantineCategory.SequenceGap => "sequence_gap",
        QuarantineCategory.ApplyFailed => "apply_failed",
        QuarantineCategory.DecideFailed => "decide_failed",
        QuarantineCategory.UnreadableEffect => "unreadable_effect",
        _ => throw new ArgumentOutOfRangeException(nameof(category), category, "The category has no word."),
    };

    /// <summary>The category of a word; one that a later version wrote counts as a failed decision, so that the list stays readable.</summary>
    internal static QuarantineCategory ToCategory(string word) =>
        Array.Find(Enum.GetValues<QuarantineCategory>(), category => Of(category) == word) is var found && Of(found) == word
            ? found
            : QuarantineCategory.DecideFailed;
}
