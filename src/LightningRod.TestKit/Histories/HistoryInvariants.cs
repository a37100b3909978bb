namespace LightningRod.TestKit.Histories;

/// <summary>Everything that must be so in every history.</summary>
public static class HistoryInvariants
{
    /// <summary>No part is forwarded before its trigger was shown.</summary>
    public const string TriggerFirst = "trigger_first";

    /// <summary>None is forwarded, or held at rest, at or above its fail-back height.</summary>
    public const string FailBackHeightKept = "fail_back_height_kept";

    /// <summary>None is failed after it was forwarded.</summary>
    public const string NeverFailedAfterForward = "never_failed_after_forward";

    /// <summary>An offer gets one answer, and none under an epoch below one that was seen.</summary>
    public const string OneAnswer = "one_answer";

    /// <summary>Every decision is durable before its node is told.</summary>
    public const string StoredBeforeTold = "stored_before_told";

    /// <summary>A hold that ended has no part without an end.</summary>
    public const string EndedHoldHasNoPart = "ended_hold_has_no_part";

    /// <summary>An HTLC of nobody's goes on, and nothing of it is kept.</summary>
    public const string StrangersPass = "strangers_pass";

    /// <summary>A message that was taken arrives.</summary>
    public const string MessagesArrive = "messages_arrive";

    /// <summary>Messages of one sender arrive in order.</summary>
    public const string MessagesInOrder = "messages_in_order";

    private static readonly Func<IReadOnlyList<HistoryEntry>, IEnumerable<Breach>>[] All =
    [
        TriggerInvariant.Check, HeightInvariant.Check, AnswerInvariants.Check, StorageInvariant.Check, HoldInvariant.Check, StrangerInvariant.Check,
        MessageInvariants.Check,
    ];

    /// <summary>What a history breaks, in order of its entries.</summary>
    /// <param name="entries">The history.</param>
    public static IReadOnlyList<Breach> Check(IReadOnlyList<HistoryEntry> entries) =>
        [.. All.SelectMany(invariant => invariant(entries)).OrderBy(static breach => breach.Entry)];
}
