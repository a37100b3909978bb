using LightningRod.Actors.Clients;
using LightningRod.Actors.HeldPayment;
using LightningRod.Actors.Mailbox;
using LightningRod.Engine.Journal;
using LightningRod.Flows.Storage;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Rod;

namespace LightningRod.Flows.Tests.Storage;

/// <summary>A value of every stored message, and more where a field can be absent. The golden lines stand in the same order.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset At = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero).AddTicks(89);
    private static readonly NodeId Node = NodeId.FromHex("02" + new string('a', 64));
    private static readonly OpaqueKey Client = new(Node.Span);
    private static readonly ChannelId Channel = new(Bytes32.Sha256("channel"u8));
    private static readonly PaymentHash Hash = new(Bytes32.Sha256("hash"u8));
    private static readonly PartKey Part = new("cln-1", Channel, 7);
    private static readonly OfferedHtlc Htlc = new(Part, Hash, new(100_000), new(801_000), new(99_000), new(800_700), new(Node, Channel, true));
    private static readonly HoldAgreement Agreement =
        new(PaymentHashList.Of(Hash, new(Bytes32.Sha256("other"u8))), new(800_500), new(1_000_000), 288, 6, 64);

    private static readonly StoredMail Mail = new(3, Bytes32.Sha256("mail"u8), 1400, null, At.AddDays(14));
    private static readonly Device Device = new(Bytes32.Sha256("device"u8), "webhook", ByteString.CopyOf("encrypted"u8));
    private static readonly MailBatch Batch = new(2, [Mail, Mail with { Id = 4, OnlyAt = "lnd-1" }], At);
    private static readonly MailSession Session = new(new Guid(1, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11]), MailSession.Relay, "member-1", true);

    internal static IReadOnlyList<object> Payment { get; } =
    [
        new HoldRequested(Agreement),
        new HoldTriggered(),
        new HoldCancelled(),
        new HoldExpired(),
        new HoldEnded(HoldStatus.Done),
        new HoldClosed(new(100_000)),
        new PartHeld(Htlc, new(800_500), true),
        new PartHeld(Htlc with { Next = default }, default, false),
        new PartRefused(Htlc, new(800_500), FailCause.OverAmount),
        new NextChannelNoted("cln-1", Channel, true),
        new PartReleaseDecided(Part),
        new PartFailDecided(Part, FailCause.Together),
        new PartPassed(Part),
        new PartOutgoingResolved(Part, false),
        new PartSettled(Part, true),
        new PartFailed(Part, false),
        new PartGone(Part),
        new PartAbandoned(Part),
        new PayerReminded(Part, ReturnStage.LastCall),
        new PartReturned(Part),
        new PartReturnMissed(Part with { HtlcId = ulong.MaxValue }),
        new HoldAnswered(HoldAck.Accept(Hash.Value, Agreement.Terms)),
        new HoldAnswered(HoldAck.Cancel(Hash.Value)),
        new HoldAnswered(HoldAck.Refuse(Hash.Value, new(HoldErrorCode.HashTaken, "taken"))),
        new PartAnswered(new(Part, PartAction.Hold) { NotAfter = new(800_499) }),
        new TriggerAnswered(TriggerOutcome.Obeyed),
        new ReportAnswered(ReportOutcome.AgainstDecision),
        new AnswerPart(new(Part, PartAction.Release) { NotAfter = new(800_499) }),
        new AnswerPart(PartAnswer.Fail(Part, FailCause.Node)),
        new WakeClient(Client, WakeUpReason.PreimageWaiting),
    ];

    internal static IReadOnlyList<object> Mailbox { get; } =
    [
        new MailStored(Mail, At),
        new MailStored(Mail with { OnlyAt = "cln-1" }, At),
        new MailAcknowledged([1, 2, 300]),
        new MailExpired([4]),
        new DeviceRegistered(Device),
        new DeviceRemoved(Device.Key),
        new WakeUpWished(WakeUpReason.MessageWaiting, At),
        new WakeUpWishDropped(WakeUpReason.ReturnWaiting),
        new WakeUpSent(9, WakeUpReason.ExpirySoon, At),
        new WakeUpEnded(9, true),
        new ClientReturned(At),
        new MailboxCheckpoint(
            [Mail],
            3,
            [Device],
            [new(WakeUpReason.MessageWaiting, At), new(WakeUpReason.PaymentWaiting, At) { SentAt = At, Attempts = 2 }],
            new(9, At),
            9),
        new MailboxCheckpoint([], 0, [], [], null, 0),
        new MailAnswered(MailOutcome.Stored, true),
        new SessionAnswered(Batch, Session with { Batch = Batch, LastBatch = 2 }, true),
        new SessionAnswered(null, null, false),
        new DeviceAnswered(DeviceOutcome.TooManyDevices),
        new DeliverMail(Session.Id, "member-1", Batch),
        new SendWakeUp(Client, 9, WakeUpReason.PaymentWaiting, [Device]),
    ];

    internal static IReadOnlyList<object> Clients { get; } =
    [
        new ClientAdmitted(AdmissionWay.Channel, At),
        new ClientSuspended(At),
        new ClientReadmitted(At),
        new ClientNodesNoted(["cln-1", "lnd-1"]),
        new ClientQuotasSet(ClientQuotas.None),
        new ClientQuotasSet(new() { MaxHolds = 1, MaxParts = 2, MaxHeld = new(3), MaxMessages = 4, MaxMailBytes = 5, MaxDevices = 0 }),
        new ClientAnswered(ClientOutcome.NotSuspended),
    ];

    internal static IReadOnlyList<(object Value, IMessageCodec Codec)> All { get; } =
    [
        .. Payment.Select(value => (value, (IMessageCodec)new HeldPaymentCodec())),
        .. Mailbox.Select(value => (value, (IMessageCodec)new MailboxCodec())),
        .. Clients.Select(value => (value, (IMessageCodec)new ClientCodec())),
    ];
}
