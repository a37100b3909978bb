using LightningRod.Actors.Mailbox;
using LightningRod.Engine.Abstractions;
using LightningRod.Wire.Primitives;

namespace LightningRod.Actors.HeldPayment;

/// <summary>The payer is called back for what was settled or failed, so that the incoming HTLC can be removed before it expires.</summary>
internal static class Returning
{
    /// <summary>Blocks before the incoming HTLC expires at which the payer is woken for the last time.</summary>
    internal const uint LastCall = 24;

    internal static void Remind(HoldTurn turn)
    {
        if (turn.Hold.Agreement is not { } agreement) return;
        foreach (var part in turn.Hold.Parts.Where(static part => part.AwaitsPayer).ToArray())
        {
            var stage = StageAt(turn.Height, part, agreement);
            if (stage <= part.Return) continue;
            turn.Happen(stage == ReturnStage.Missed ? new PartReturnMissed(part.Key) : new PayerReminded(part.Key, stage));
        }
    }

    /// <summary>The height of the next stage of a part that waits for its payer.</summary>
    internal static BlockHeight NextHeight(Part part, HoldAgreement agreement) => part.Return switch
    {
        ReturnStage.Awaited => part.Htlc.IncomingExpiry - Math.Max(Half(agreement), LastCall),
        ReturnStage.Reminded => part.Htlc.IncomingExpiry - LastCall,
        _ => part.Htlc.IncomingExpiry,
    };

    /// <summary>Why the payer is woken after an event.</summary>
    internal static IEnumerable<WakeUpReason> Reasons(Hold hold, IEvent happened) => happened switch
    {
        PartSettled { PayerIsBack: false } => [WakeUpReason.PreimageWaiting],
        PartFailed { PayerIsBack: false } => [WakeUpReason.ReturnWaiting],
        PartOutgoingResolved { PayerIsBack: false } => [WakeUpReason.ReturnWaiting],
        PayerReminded { Stage: ReturnStage.LastCall } => [WakeUpReason.ExpirySoon],
        PayerReminded reminded when hold.Find(reminded.Part)?.Status == PartStatus.Settled => [WakeUpReason.PreimageWaiting],
        PayerReminded => [WakeUpReason.ReturnWaiting],
        _ => [],
    };

    private static ReturnStage StageAt(BlockHeight height, Part part, HoldAgreement agreement)
    {
        var expiry = part.Htlc.IncomingExpiry;
        if (height >= expiry) return ReturnStage.Missed;
        if (height >= expiry - LastCall) return ReturnStage.LastCall;
        return height >= expiry - Half(agreement) ? ReturnStage.Reminded : ReturnStage.Awaited;
    }

    private static uint Half(HoldAgreement agreement) => agreement.ReturnDelta / 2;
}
