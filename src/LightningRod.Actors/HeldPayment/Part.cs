using LightningRod.Wire.Primitives;

namespace LightningRod.Actors.HeldPayment;

/// <summary>One HTLC of a hold.</summary>
/// <param name="Htlc">The HTLC as it was offered first.</param>
/// <param name="FailBackHeight">The height at which it is failed if it was not released before.</param>
public sealed record Part(OfferedHtlc Htlc, BlockHeight FailBackHeight)
{
    /// <summary>Its name.</summary>
    public PartKey Key => Htlc.Key;

    /// <summary>Where it stands.</summary>
    public PartStatus Status { get; init; }

    /// <summary>Whether its next channel is active, as far as was told.</summary>
    public bool NextIsActive { get; init; }

    /// <summary>Whether a release was ever decided.</summary>
    public bool WasReleased { get; init; }

    /// <summary>Why it is or was failed; null when it was not.</summary>
    public FailCause? Cause { get; init; }

    /// <summary>Whether its outgoing HTLC is gone while the incoming one is pending, without a word about how it ended.</summary>
    public bool OutgoingIsResolved { get; init; }

    /// <summary>Whether it waits for its payer to come back.</summary>
    public ReturnStage Return { get; init; }

    /// <summary>Whether it has not come to its end.</summary>
    public bool IsPending => Status is PartStatus.Held or PartStatus.ReleaseDecided or PartStatus.Passed or PartStatus.FailDecided;

    /// <summary>Whether it can still bring the payment to the payee, or did.</summary>
    public bool IsAlive => Status is PartStatus.Held or PartStatus.ReleaseDecided or PartStatus.Passed or PartStatus.Settled;

    /// <summary>Whether it counts against the amount of the hold: it may reach the payee, or may have.</summary>
    public bool Counts => IsAlive || (WasReleased && Status is (PartStatus.Gone or PartStatus.Abandoned));

    /// <summary>Whether the payer has to come back for it.</summary>
    public bool AwaitsPayer => Return is ReturnStage.Awaited or ReturnStage.Reminded or ReturnStage.LastCall;

    /// <summary>Whether what its node tells of it still counts: it has no end, or its payer is not back.</summary>
    public bool NeedsReports => IsPending || AwaitsPayer;

    /// <summary>The answer for its node, by the present state.</summary>
    public PartAnswer Answer => Status switch
    {
        PartStatus.Held => new(Key, PartAction.Hold) { NotAfter = FailBackHeight - 1 },
        PartStatus.ReleaseDecided or PartStatus.Passed or PartStatus.Settled => Release,
        PartStatus.Abandoned => new(Key, PartAction.NoAnswer),
        // The node offers again what it had lost: it gets the decision that it was told before.
        PartStatus.Gone when WasReleased => Release,
        _ => PartAnswer.Fail(Key, Cause ?? FailCause.Node),
    };

    /// <summary>Whether it is held and would go over this channel.</summary>
    internal bool IsNext(string node, ChannelId channel) => Status == PartStatus.Held && Key.Node == node && Htlc.Next.Channel == channel;

    private PartAnswer Release => new(Key, PartAction.Release) { NotAfter = FailBackHeight - 1 };
}
