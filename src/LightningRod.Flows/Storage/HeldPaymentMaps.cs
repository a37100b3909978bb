using LightningRod.Actors.HeldPayment;
using LightningRod.Flows.Storage.Messages;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;
using static LightningRod.Flows.Storage.Fields;

namespace LightningRod.Flows.Storage;

/// <summary>The values that events, replies and effects of holds are made of.</summary>
internal static class HeldPaymentMaps
{
    internal static EnumMap<HoldStatus, HoldStatusV1> Status { get; } = new(
        "status",
        (HoldStatus.Requested, HoldStatusV1.Requested),
        (HoldStatus.Armed, HoldStatusV1.Armed),
        (HoldStatus.Holding, HoldStatusV1.Holding),
        (HoldStatus.Open, HoldStatusV1.Open),
        (HoldStatus.Done, HoldStatusV1.Done),
        (HoldStatus.Expired, HoldStatusV1.Expired),
        (HoldStatus.Cancelled, HoldStatusV1.Cancelled));

    internal static EnumMap<FailCause, FailCauseV1> Cause { get; } = new(
        "cause",
        (FailCause.FailBackHeight, FailCauseV1.FailBackHeight),
        (FailCause.Together, FailCauseV1.Together),
        (FailCause.TooFewBlocks, FailCauseV1.TooFewBlocks),
        (FailCause.OverAmount, FailCauseV1.OverAmount),
        (FailCause.TooManyParts, FailCauseV1.TooManyParts),
        (FailCause.HoldExpired, FailCauseV1.HoldExpired),
        (FailCause.HoldCancelled, FailCauseV1.HoldCancelled),
        (FailCause.Node, FailCauseV1.Node));

    internal static EnumMap<ReturnStage, ReturnStageV1> Stage { get; } = new(
        "stage",
        (ReturnStage.Awaited, ReturnStageV1.Awaited),
        (ReturnStage.Reminded, ReturnStageV1.Reminded),
        (ReturnStage.LastCall, ReturnStageV1.LastCall),
        (ReturnStage.Missed, ReturnStageV1.Missed),
        (ReturnStage.Back, ReturnStageV1.Back));

    internal static EnumMap<PartAction, PartActionV1> Action { get; } = new(
        "action",
        (PartAction.Pass, PartActionV1.Pass),
        (PartAction.Hold, PartActionV1.Hold),
        (PartAction.Release, PartActionV1.Release),
        (PartAction.Fail, PartActionV1.Fail),
        (PartAction.NoAnswer, PartActionV1.NoAnswer),
        (PartAction.AskHistory, PartActionV1.AskHistory));

    internal static EnumMap<TriggerOutcome, TriggerOutcomeV1> Trigger { get; } = new(
        "outcome",
        (TriggerOutcome.Obeyed, TriggerOutcomeV1.Obeyed),
        (TriggerOutcome.Repeated, TriggerOutcomeV1.Repeated),
        (TriggerOutcome.WrongPaymentId, TriggerOutcomeV1.WrongPaymentId),
        (TriggerOutcome.UnknownHold, TriggerOutcomeV1.UnknownHold),
        (TriggerOutcome.TooLate, TriggerOutcomeV1.TooLate));

    internal static EnumMap<ReportOutcome, ReportOutcomeV1> Report { get; } = new(
        "outcome",
        (ReportOutcome.Noted, ReportOutcomeV1.Noted),
        (ReportOutcome.AgainstDecision, ReportOutcomeV1.AgainstDecision),
        (ReportOutcome.Known, ReportOutcomeV1.Known),
        (ReportOutcome.UnknownPart, ReportOutcomeV1.UnknownPart));

    internal static PartKeyV1 Write(PartKey key) => new() { Node = key.Node, ChannelId = Fields.Write(key.Channel.Value), HtlcId = key.HtlcId };

    internal static PartKey Read(PartKeyV1? stored)
    {
        var key = Some(stored, "part");
        return new(key.Node, new(Bytes32(key.ChannelId, "channel_id")), key.HtlcId);
    }

    internal static HtlcV1 Write(OfferedHtlc htlc)
    {
        var next = new NextHopV1 { IsClient = htlc.Next.IsClient };
        if (htlc.Next.Peer is { } peer) next.Peer = Fields.Write(peer.Span);
        if (htlc.Next.Channel is { } channel) next.ChannelId = Fields.Write(channel.Value);
        return new()
        {
            Key = Write(htlc.Key),
            PaymentHash = Fields.Write(htlc.Hash.Value),
            Amount = htlc.Amount.Value,
            IncomingExpiry = htlc.IncomingExpiry.Value,
            OutgoingAmount = htlc.OutgoingAmount.Value,
            OutgoingExpiry = htlc.OutgoingExpiry.Value,
            Next = next,
        };
    }

    internal static OfferedHtlc Read(HtlcV1? stored)
    {
        var htlc = Some(stored, "htlc");
        var next = Some(htlc.Next, "next");
        return new(
            Read(htlc.Key),
            new(Bytes32(htlc.PaymentHash, "payment_hash")),
            new(htlc.Amount),
            new(htlc.IncomingExpiry),
            new(htlc.OutgoingAmount),
            new(htlc.OutgoingExpiry),
            new(
                next.HasPeer ? Node(next.Peer, "peer") : null,
                next.HasChannelId ? new ChannelId(Bytes32(next.ChannelId, "channel_id")) : null,
                next.IsClient));
    }

    internal static HoldRequestedV1 Write(HoldAgreement agreement) => new()
    {
        PaymentHashes = { agreement.Hashes.Hashes.Select(hash => Fields.Write(hash.Value)) },
        ExpiryHeight = agreement.ExpiryHeight.Value,
        MaxAmount = agreement.MaxAmount.Value,
        ReturnDelta = agreement.ReturnDelta,
        MinBlocksLeft = agreement.MinBlocksLeft,
        MaxParts = agreement.MaxParts,
    };

    internal static HoldAgreement Read(HoldRequestedV1 stored)
    {
        if (stored.PaymentHashes.Count is 0 or > PaymentHashList.MaxCount) throw new MalformedFieldException("payment_hashes");
        var hashes = PaymentHashList.Of(stored.PaymentHashes.Select(hash => new PaymentHash(Bytes32(hash, "payment_hashes"))));
        return new(hashes, new(stored.ExpiryHeight), new(stored.MaxAmount), stored.ReturnDelta, stored.MinBlocksLeft, stored.MaxParts);
    }

    internal static PartAnswerV1 Write(PartAnswer answer)
    {
        var stored = new PartAnswerV1 { Part = Write(answer.Part), Action = Action.Write(answer.Action), FailureCode = answer.FailureCode };
        if (answer.NotAfter is { } height) stored.NotAfter = height.Value;
        return stored;
    }

    internal static PartAnswer Read(PartAnswerV1 stored) => new(Read(stored.Part), Action.Read(stored.Action))
    {
        NotAfter = stored.HasNotAfter ? new BlockHeight(stored.NotAfter) : null,
        FailureCode = UInt16(stored.FailureCode, "failure_code"),
    };

    internal static HoldAck ReadAck(HoldAnsweredV1 stored) =>
        HoldAck.Parse(stored.HoldAck.Span).TryGet(out var ack, out _) ? ack : throw new MalformedFieldException("hold_ack");
}
