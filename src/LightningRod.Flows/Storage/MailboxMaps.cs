using LightningRod.Actors.Mailbox;
using LightningRod.Flows.Storage.Messages;
using LightningRod.Wire.Encodings;
using static LightningRod.Flows.Storage.CommonMaps;
using static LightningRod.Flows.Storage.Fields;

namespace LightningRod.Flows.Storage;

/// <summary>The values that events, replies and effects of mailboxes are made of.</summary>
internal static class MailboxMaps
{
    internal static EnumMap<MailOutcome, MailOutcomeV1> Mail { get; } = new(
        "outcome",
        (MailOutcome.Stored, MailOutcomeV1.Stored),
        (MailOutcome.Duplicate, MailOutcomeV1.Duplicate),
        (MailOutcome.TooLarge, MailOutcomeV1.TooLarge),
        (MailOutcome.TooManyMessages, MailOutcomeV1.TooManyMessages),
        (MailOutcome.TooManyBytes, MailOutcomeV1.TooManyBytes));

    internal static EnumMap<DeviceOutcome, DeviceOutcomeV1> DeviceResult { get; } = new(
        "outcome",
        (DeviceOutcome.Done, DeviceOutcomeV1.Done),
        (DeviceOutcome.TooManyDevices, DeviceOutcomeV1.TooManyDevices),
        (DeviceOutcome.Malformed, DeviceOutcomeV1.Malformed),
        (DeviceOutcome.UnknownDevice, DeviceOutcomeV1.UnknownDevice));

    internal static MailV1 Write(StoredMail mail)
    {
        var stored = new MailV1 { Id = mail.Id, Hash = Fields.Write(mail.Hash), Size = mail.Size, ExpiresAt = Fields.Write(mail.ExpiresAt) };
        if (mail.OnlyAt is { } node) stored.OnlyAt = node;
        return stored;
    }

    internal static StoredMail Read(MailV1? stored)
    {
        var mail = Some(stored, "mail");
        return new(mail.Id, Bytes32(mail.Hash, "hash"), mail.Size, mail.HasOnlyAt ? mail.OnlyAt : null, Time(mail.ExpiresAt, "expires_at"));
    }

    internal static DeviceV1 Write(Device device) =>
        new() { Key = Fields.Write(device.Key), Provider = device.Provider, Token = Fields.Write(device.Token.Span) };

    internal static Device Read(DeviceV1? stored)
    {
        var device = Some(stored, "device");
        return new(Bytes32(device.Key, "key"), device.Provider, Bytes(device.Token));
    }

    internal static WishV1 Write(WakeUpWish wish)
    {
        var stored = new WishV1 { Reason = Reason.Write(wish.Reason), WishedAt = Fields.Write(wish.WishedAt), Attempts = wish.Attempts };
        if (wish.SentAt is { } sent) stored.SentAt = Fields.Write(sent);
        return stored;
    }

    internal static WakeUpWish Read(WishV1 stored) => new(Reason.Read(stored.Reason), Time(stored.WishedAt, "wished_at"))
    {
        SentAt = stored.HasSentAt ? Time(stored.SentAt, "sent_at") : null,
        Attempts = stored.Attempts,
    };

    internal static BatchV1? Write(MailBatch? batch) => batch is null
        ? null
        : new() { Number = batch.Number, Mail = { batch.Mail.Select(Write) }, HandedOutAt = Fields.Write(batch.HandedOutAt) };

    internal static MailBatch? Read(BatchV1? stored) => stored is null
        ? null
        : new(stored.Number, Mails(stored.Mail), Time(stored.HandedOutAt, "handed_out_at"));

    internal static SessionV1? Write(MailSession? session) => session is null
        ? null
        : new()
        {
            Id = Fields.Write(session.Id),
            Place = session.Place,
            Member = session.Member,
            TakesPeeled = session.TakesPeeled,
            Batch = Write(session.Batch),
            LastBatch = session.LastBatch,
        };

    internal static MailSession? Read(SessionV1? stored) => stored is null
        ? null
        : new(Id(stored.Id, "id"), stored.Place, stored.Member, stored.TakesPeeled) { Batch = Read(stored.Batch), LastBatch = stored.LastBatch };

    internal static CheckpointV1 Write(MailboxCheckpoint checkpoint) => new()
    {
        Mail = { checkpoint.Mail.Select(Write) },
        LastMailId = checkpoint.LastMailId,
        Devices = { checkpoint.Devices.Select(Write) },
        Wishes = { checkpoint.Wishes.Select(Write) },
        InFlight = checkpoint.InFlight is { } sent ? new() { Id = sent.Id, SentAt = Fields.Write(sent.SentAt) } : null,
        LastWakeUpId = checkpoint.LastWakeUpId,
    };

    internal static MailboxCheckpoint Read(CheckpointV1 stored) => new(
        Mails(stored.Mail),
        stored.LastMailId,
        Devices(stored.Devices),
        [.. stored.Wishes.Select(Read)],
        stored.InFlight is { } sent ? new(sent.Id, Time(sent.SentAt, "sent_at")) : null,
        stored.LastWakeUpId);

    internal static ValueList<Device> Devices(IEnumerable<DeviceV1> stored) => [.. stored.Select(Read)];

    private static ValueList<StoredMail> Mails(IEnumerable<MailV1> stored) => [.. stored.Select(Read)];
}
