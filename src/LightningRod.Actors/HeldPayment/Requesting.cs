using LightningRod.Wire.Numbers;
using LightningRod.Wire.Rod;

namespace LightningRod.Actors.HeldPayment;

/// <summary>Holds are asked for and cancelled (docs/protocol.md, 3.1, 3.3 and 7).</summary>
internal static class Requesting
{
    internal static HoldAnswered Request(HoldTurn turn, RequestHold request)
    {
        if (turn.Hold.Agreement is { } agreement) return Repeated(turn.Hold, agreement, request);
        if (Refusal(turn, request) is { } refusal) return Refuse(turn.Hold, refusal);
        var limits = request.Limits;
        var accepted = new HoldAgreement(
            request.Hashes, request.ExpiryHeight, request.MaxAmount, limits.ReturnDelta, limits.MinBlocksLeft, limits.MaxParts);
        turn.Happen(new HoldRequested(accepted));
        return Accept(turn.Hold, accepted);
    }

    internal static HoldAnswered HashTaken(Hold hold) =>
        Refuse(hold, new(HoldErrorCode.HashTaken, "one of the payment hashes is in another hold"));

    internal static HoldAnswered Cancel(HoldTurn turn)
    {
        var hold = turn.Hold;
        if (hold.Status == HoldStatus.None) return Refuse(hold, new(HoldErrorCode.UnknownHold, "there is no such hold"));
        if (hold.Waits)
        {
            turn.Happen(new HoldCancelled());
            turn.HappenToEach(static part => part.Status == PartStatus.Held, static part => new PartFailDecided(part, FailCause.HoldCancelled));
        }
        else if (hold.Status != HoldStatus.Cancelled)
        {
            return Refuse(hold, new(HoldErrorCode.TooLate, hold.Status == HoldStatus.Open ? "the hold is open" : "the hold is over"));
        }

        return new(HoldAck.Cancel(hold.PaymentIdHash));
    }

    private static HoldAnswered Repeated(Hold hold, HoldAgreement agreement, RequestHold request)
    {
        var isEqual = agreement.Hashes.Equals(request.Hashes)
            && agreement.ExpiryHeight == request.ExpiryHeight
            && agreement.MaxAmount == request.MaxAmount;
        return isEqual && (hold.Waits || hold.Status == HoldStatus.Open)
            ? Accept(hold, agreement)
            : Refuse(hold, new(HoldErrorCode.PaymentIdTaken, isEqual ? "the hold is over" : "the payment id names another hold"));
    }

    private static HoldRefusal? Refusal(HoldTurn turn, RequestHold request)
    {
        var (limits, height) = (request.Limits, (ulong)turn.Height.Value);
        if (request.MaxAmount.Value == 0) return new(HoldErrorCode.Malformed, "max_amount_msat is 0");
        if (height == 0) return new(HoldErrorCode.Busy, "the block height is not known yet");
        if (request.ExpiryHeight.Value < height + limits.MinBlocksLeft)
            return new(HoldErrorCode.ExpiryPassed, $"at height {height} at least {limits.MinBlocksLeft} blocks are needed");
        if (request.ExpiryHeight.Value > height + limits.MaxWindow)
            return new(HoldErrorCode.ExpiryTooFar, $"at height {height} at most {limits.MaxWindow} blocks");
        var hashes = Math.Min(limits.MaxHashes, limits.MaxParts);
        if (request.Hashes.Hashes.Count > hashes) return new(HoldErrorCode.TooManyHashes, $"at most {hashes} payment hashes");
        if (request.MaxAmount > limits.MaxAmount) return new(HoldErrorCode.AmountTooLarge, $"at most {limits.MaxAmount} at present");
        return limits.HoldsLeft < 1 ? new(HoldErrorCode.LimitReached, "no more holds at present") : null;
    }

    private static HoldAnswered Accept(Hold hold, HoldAgreement agreement) => new(HoldAck.Accept(hold.PaymentIdHash, agreement.Terms));

    private static HoldAnswered Refuse(Hold hold, HoldRefusal refusal) => new(HoldAck.Refuse(hold.PaymentIdHash, refusal));
}
