namespace LightningRod.Actors.HeldPayment;

/// <summary>A hold comes to its end: first for its payment hashes, then for good.</summary>
internal static class Ending
{
    internal static void End(HoldTurn turn)
    {
        var hold = turn.Hold;
        if (!hold.HasEnded && IsDecided(hold) && !hold.Parts.Any(static part => part.IsPending))
            turn.Happen(new HoldEnded(hold.Status == HoldStatus.Open ? HoldStatus.Done : hold.Status));
        if (turn.Hold is { HasEnded: true, IsClosed: false } ended && !ended.Parts.Any(static part => part.AwaitsPayer))
            turn.Happen(new HoldClosed(ended.Sum(static part => part.Status == PartStatus.Settled)));
    }

    private static bool IsDecided(Hold hold) => hold.Status is HoldStatus.Open or HoldStatus.Expired or HoldStatus.Cancelled;
}
