using LightningRod.Actors.Mailbox;
using LightningRod.Flows.Storage.Messages;

namespace LightningRod.Flows.Storage;

/// <summary>What the messages of several kinds have in common.</summary>
internal static class CommonMaps
{
    internal static EnumMap<WakeUpReason, WakeUpReasonV1> Reason { get; } = new(
        "reason",
        (WakeUpReason.MessageWaiting, WakeUpReasonV1.MessageWaiting),
        (WakeUpReason.PaymentWaiting, WakeUpReasonV1.PaymentWaiting),
        (WakeUpReason.ReturnWaiting, WakeUpReasonV1.ReturnWaiting),
        (WakeUpReason.PreimageWaiting, WakeUpReasonV1.PreimageWaiting),
        (WakeUpReason.ExpirySoon, WakeUpReasonV1.ExpirySoon));
}
