using LightningRod.Wire.Primitives;

namespace LightningRod.Actors.HeldPayment;

/// <summary>A channel node offers an HTLC.</summary>
internal static class Offering
{
    /// <summary>The answer of an offer that leaves no trace, or null when a part is there to answer.</summary>
    internal static PartAnswered? Offer(HoldTurn turn, OfferPart offer)
    {
        var (hold, htlc) = (turn.Hold, offer.Htlc);
        if (hold.Find(htlc.Key) is { } known)
        {
            if (known.Htlc.Next.Channel is { } channel) Opening.Note(turn, new(htlc.Key.Node, channel, offer.NextIsActive));
            return null;
        }

        if (hold.Agreement is not { } agreement || !agreement.Hashes.Hashes.Contains(htlc.Hash)) return Answer(PartAction.Pass);
        if (hold is { HasEnded: true, Status: HoldStatus.Done }) return Answer(PartAction.Pass);
        // To fail what was forwarded before loses money.
        if (offer.MayBeOld) return Answer(PartAction.AskHistory);
        if (hold.HasEnded) return new(PartAnswer.Fail(htlc.Key, Over(hold)));
        if (hold.Parts.Count >= agreement.MaxPartsNoted) return new(PartAnswer.Fail(htlc.Key, FailCause.TooManyParts));
        var failBack = FailBack.HeightOf(agreement, htlc, offer.ForwardDelta, offer.AutoFailHeight);
        var held = new PartHeld(htlc, failBack, offer.NextIsActive);
        turn.Happen(Refusal(turn, agreement, held) is { } cause ? new PartRefused(htlc, failBack, cause) : held);
        return null;

        PartAnswered Answer(PartAction action) => new(new(htlc.Key, action));
    }

    private static FailCause? Refusal(HoldTurn turn, HoldAgreement agreement, PartHeld held)
    {
        var (hold, htlc) = (turn.Hold, held.Htlc);
        if (hold.Status is HoldStatus.Expired or HoldStatus.Cancelled) return Over(hold);
        if (turn.Height > agreement.ExpiryHeight) return FailCause.HoldExpired;
        var counted = hold.Sum(static part => part.Counts).Value;
        if (counted > agreement.MaxAmount.Value || htlc.Amount.Value > agreement.MaxAmount.Value - counted) return FailCause.OverAmount;
        if (hold.Parts.Count(static part => part is { IsPending: true, Counts: true }) >= agreement.MaxParts) return FailCause.TooManyParts;
        return held.FailBackHeight < Earliest() ? FailCause.TooFewBlocks : null;

        // A part that goes on at once does not wait, so any block before its fail-back height will do.
        BlockHeight Earliest() => Add(turn.Height, Opening.Ready(HoldHistory.Apply(hold, held)).Length > 0 ? 1 : agreement.MinBlocksLeft);
    }

    private static BlockHeight Add(BlockHeight height, uint blocks) => new((uint)Math.Min(uint.MaxValue, (ulong)height.Value + blocks));

    private static FailCause Over(Hold hold) => hold.Status == HoldStatus.Cancelled ? FailCause.HoldCancelled : FailCause.HoldExpired;
}
