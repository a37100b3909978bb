using LightningRod.Actors.Mailbox;
using LightningRod.Engine.Journal;
using LightningRod.Flows.Storage.Messages;
using static LightningRod.Flows.Storage.CommonMaps;
using static LightningRod.Flows.Storage.MailboxMaps;

namespace LightningRod.Flows.Storage;

/// <summary>Stored messages of mailboxes. Soft events have no stored name.</summary>
/// <param name="older">What reads older versions; null for <see cref="Upcasters.All"/>.</param>
public sealed class MailboxCodec(IEnumerable<Upcaster>? older = null) : IMessageCodec
{
    private readonly MessageTable _table = new MessageTable()
        .Add(
            "mailbox.mail_stored.v1",
            MailStoredV1.Parser,
            (MailStored e) => new() { Mail = Write(e.Mail), At = Fields.Write(e.At) },
            s => new MailStored(Read(s.Mail), Fields.Time(s.At, "at")))
        .Add(
            "mailbox.mail_acknowledged.v1",
            MailIdsV1.Parser,
            (MailAcknowledged e) => new() { Ids = { e.Ids } },
            s => new MailAcknowledged([.. s.Ids]))
        .Add("mailbox.mail_expired.v1", MailIdsV1.Parser, (MailExpired e) => new() { Ids = { e.Ids } }, s => new MailExpired([.. s.Ids]))
        .Add(
            "mailbox.device_registered.v1",
            DeviceRegisteredV1.Parser,
            (DeviceRegistered e) => new() { Device = Write(e.Device) },
            s => new DeviceRegistered(Read(s.Device)))
        .Add(
            "mailbox.device_removed.v1",
            DeviceRemovedV1.Parser,
            (DeviceRemoved e) => new() { Key = Fields.Write(e.Key) },
            s => new DeviceRemoved(Fields.Bytes32(s.Key, "key")))
        .Add(
            "mailbox.wake_up_wished.v1",
            WakeUpWishedV1.Parser,
            (WakeUpWished e) => new() { Reason = Reason.Write(e.Reason), At = Fields.Write(e.At) },
            s => new WakeUpWished(Reason.Read(s.Reason), Fields.Time(s.At, "at")))
        .Add(
            "mailbox.wake_up_wish_dropped.v1",
            WakeUpWishDroppedV1.Parser,
            (WakeUpWishDropped e) => new() { Reason = Reason.Write(e.Reason) },
            s => new WakeUpWishDropped(Reason.Read(s.Reason)))
        .Add(
            "mailbox.wake_up_sent.v1",
            WakeUpSentV1.Parser,
            (WakeUpSent e) => new() { Id = e.Id, Reason = Reason.Write(e.Reason), At = Fields.Write(e.At) },
            s => new WakeUpSent(s.Id, Reason.Read(s.Reason), Fields.Time(s.At, "at")))
        .Add(
            "mailbox.wake_up_ended.v1",
            WakeUpEndedV1.Parser,
            (WakeUpEnded e) => new() { Id = e.Id, WasSent = e.WasSent },
            s => new WakeUpEnded(s.Id, s.WasSent))
        .Add(
            "mailbox.client_returned.v1",
            ClientReturnedV1.Parser,
            (ClientReturned e) => new() { At = Fields.Write(e.At) },
            s => new ClientReturned(Fields.Time(s.At, "at")))
        .Add("mailbox.checkpoint.v1", CheckpointV1.Parser, (MailboxCheckpoint e) => Write(e), Read)
        .Add(
            "mailbox.mail_answered.v1",
            MailAnsweredV1.Parser,
            (MailAnswered r) => new() { Outcome = Mail.Write(r.Outcome), AsksPresence = r.AsksPresence },
            s => new MailAnswered(Mail.Read(s.Outcome), s.AsksPresence))
        .Add(
            "mailbox.session_answered.v1",
            SessionAnsweredV1.Parser,
            (SessionAnswered r) => new() { Batch = Write(r.Batch), Replaced = Write(r.Replaced), IsCurrent = r.IsCurrent },
            s => new SessionAnswered(Read(s.Batch), Read(s.Replaced), s.IsCurrent))
        .Add(
            "mailbox.device_answered.v1",
            DeviceAnsweredV1.Parser,
            (DeviceAnswered r) => new() { Outcome = DeviceResult.Write(r.Outcome) },
            s => new DeviceAnswered(DeviceResult.Read(s.Outcome)))
        .Add(
            "mailbox.deliver_mail.v1",
            DeliverMailV1.Parser,
            (DeliverMail e) => new() { Session = Fields.Write(e.Session), Member = e.Member, Batch = Write(e.Batch) },
            s => new DeliverMail(Fields.Id(s.Session, "session"), s.Member, Fields.Some(Read(s.Batch), "batch")))
        .Add(
            "mailbox.send_wake_up.v1",
            SendWakeUpV1.Parser,
            (SendWakeUp e) => new()
            {
                Client = Fields.Write(e.Client.Span), Id = e.Id, Reason = Reason.Write(e.Reason), Devices = { e.Devices.Select(Write) },
            },
            s => new SendWakeUp(Fields.Key(s.Client, "client"), s.Id, Reason.Read(s.Reason), Devices(s.Devices)))
        .Take(older ?? Upcasters.All);

    /// <inheritdoc/>
    public StoredMessage Encode(object message) => _table.Encode(message);

    /// <inheritdoc/>
    public object Decode(StoredMessage stored) => _table.Decode(stored);
}
