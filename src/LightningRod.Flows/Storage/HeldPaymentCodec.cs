using LightningRod.Actors.HeldPayment;
using LightningRod.Engine.Journal;
using LightningRod.Flows.Storage.Messages;
using static LightningRod.Flows.Storage.HeldPaymentMaps;

namespace LightningRod.Flows.Storage;

/// <summary>Stored messages of holds.</summary>
/// <param name="older">What reads older versions; null for <see cref="Upcasters.All"/>.</param>
public sealed class HeldPaymentCodec(IEnumerable<Upcaster>? older = null) : IMessageCodec
{
    private readonly MessageTable _table = new MessageTable()
        .Add("payment.hold_requested.v1", HoldRequestedV1.Parser, (HoldRequested e) => Write(e.Agreement), s => new HoldRequested(Read(s)))
        .Add("payment.hold_triggered.v1", HoldTriggeredV1.Parser, (HoldTriggered _) => new(), _ => new HoldTriggered())
        .Add("payment.hold_cancelled.v1", HoldCancelledV1.Parser, (HoldCancelled _) => new(), _ => new HoldCancelled())
        .Add("payment.hold_expired.v1", HoldExpiredV1.Parser, (HoldExpired _) => new(), _ => new HoldExpired())
        .Add(
            "payment.hold_ended.v1",
            HoldEndedV1.Parser,
            (HoldEnded e) => new() { Status = Status.Write(e.Status) },
            s => new HoldEnded(Status.Read(s.Status)))
        .Add(
            "payment.hold_closed.v1",
            HoldClosedV1.Parser,
            (HoldClosed e) => new() { Settled = e.Settled.Value },
            s => new HoldClosed(new(s.Settled)))
        .Add(
            "payment.part_held.v1",
            PartHeldV1.Parser,
            (PartHeld e) => new() { Htlc = Write(e.Htlc), FailBackHeight = e.FailBackHeight.Value, NextIsActive = e.NextIsActive },
            s => new PartHeld(Read(s.Htlc), new(s.FailBackHeight), s.NextIsActive))
        .Add(
            "payment.part_refused.v1",
            PartRefusedV1.Parser,
            (PartRefused e) => new() { Htlc = Write(e.Htlc), FailBackHeight = e.FailBackHeight.Value, Cause = Cause.Write(e.Cause) },
            s => new PartRefused(Read(s.Htlc), new(s.FailBackHeight), Cause.Read(s.Cause)))
        .Add(
            "payment.next_channel_noted.v1",
            NextChannelNotedV1.Parser,
            (NextChannelNoted e) => new() { Node = e.Node, ChannelId = Fields.Write(e.Channel.Value), IsActive = e.IsActive },
            s => new NextChannelNoted(s.Node, new(Fields.Bytes32(s.ChannelId, "channel_id")), s.IsActive))
        .Add("payment.part_release_decided.v1", PartV1.Parser, (PartReleaseDecided e) => Part(e.Part), s => new PartReleaseDecided(Read(s.Part)))
        .Add(
            "payment.part_fail_decided.v1",
            PartFailDecidedV1.Parser,
            (PartFailDecided e) => new() { Part = Write(e.Part), Cause = Cause.Write(e.Cause) },
            s => new PartFailDecided(Read(s.Part), Cause.Read(s.Cause)))
        .Add("payment.part_passed.v1", PartV1.Parser, (PartPassed e) => Part(e.Part), s => new PartPassed(Read(s.Part)))
        .Add(
            "payment.part_outgoing_resolved.v1",
            PartResultV1.Parser,
            (PartOutgoingResolved e) => new() { Part = Write(e.Part), PayerIsBack = e.PayerIsBack },
            s => new PartOutgoingResolved(Read(s.Part), s.PayerIsBack))
        .Add(
            "payment.part_settled.v1",
            PartResultV1.Parser,
            (PartSettled e) => new() { Part = Write(e.Part), PayerIsBack = e.PayerIsBack },
            s => new PartSettled(Read(s.Part), s.PayerIsBack))
        .Add(
            "payment.part_failed.v1",
            PartResultV1.Parser,
            (PartFailed e) => new() { Part = Write(e.Part), PayerIsBack = e.PayerIsBack },
            s => new PartFailed(Read(s.Part), s.PayerIsBack))
        .Add("payment.part_gone.v1", PartV1.Parser, (PartGone e) => Part(e.Part), s => new PartGone(Read(s.Part)))
        .Add("payment.part_abandoned.v1", PartV1.Parser, (PartAbandoned e) => Part(e.Part), s => new PartAbandoned(Read(s.Part)))
        .Add(
            "payment.payer_reminded.v1",
            PayerRemindedV1.Parser,
            (PayerReminded e) => new() { Part = Write(e.Part), Stage = Stage.Write(e.Stage) },
            s => new PayerReminded(Read(s.Part), Stage.Read(s.Stage)))
        .Add("payment.part_returned.v1", PartV1.Parser, (PartReturned e) => Part(e.Part), s => new PartReturned(Read(s.Part)))
        .Add("payment.part_return_missed.v1", PartV1.Parser, (PartReturnMissed e) => Part(e.Part), s => new PartReturnMissed(Read(s.Part)))
        .Add(
            "payment.hold_answered.v1",
            HoldAnsweredV1.Parser,
            (HoldAnswered r) => new() { HoldAck = Fields.Write(r.Ack.ToArray()) },
            s => new HoldAnswered(ReadAck(s)))
        .Add("payment.part_answered.v1", PartAnswerV1.Parser, (PartAnswered r) => Write(r.Answer), s => new PartAnswered(Read(s)))
        .Add(
            "payment.trigger_answered.v1",
            TriggerAnsweredV1.Parser,
            (TriggerAnswered r) => new() { Outcome = Trigger.Write(r.Outcome) },
            s => new TriggerAnswered(Trigger.Read(s.Outcome)))
        .Add(
            "payment.report_answered.v1",
            ReportAnsweredV1.Parser,
            (ReportAnswered r) => new() { Outcome = Report.Write(r.Outcome) },
            s => new ReportAnswered(Report.Read(s.Outcome)))
        .Add("payment.answer_part.v1", PartAnswerV1.Parser, (AnswerPart e) => Write(e.Answer), s => new AnswerPart(Read(s)))
        .Add(
            "payment.wake_client.v1",
            WakeClientV1.Parser,
            (WakeClient e) => new() { Client = Fields.Write(e.Client.Span), Reason = CommonMaps.Reason.Write(e.Reason) },
            s => new WakeClient(Fields.Key(s.Client, "client"), CommonMaps.Reason.Read(s.Reason)))
        .Take(older ?? Upcasters.All);

    /// <inheritdoc/>
    public StoredMessage Encode(object message) => _table.Encode(message);

    /// <inheritdoc/>
    public object Decode(StoredMessage stored) => _table.Decode(stored);

    private static PartV1 Part(PartKey part) => new() { Part = Write(part) };
}
