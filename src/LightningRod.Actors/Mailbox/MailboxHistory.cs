using LightningRod.Engine.Abstractions;
using LightningRod.Wire.Encodings;

namespace LightningRod.Actors.Mailbox;

/// <summary>What each event does to the state. Total: an event that does not fit changes nothing.</summary>
internal static class MailboxHistory
{
    internal static MailboxState Apply(MailboxState state, IEvent @event) => @event switch
    {
        ISoftEvent soft => state with { Presence = PresenceHistory.Apply(state.Presence, soft) },
        MailboxCheckpoint e => state with
        {
            Mail = e.Mail, LastMailId = e.LastMailId, Devices = e.Devices, Wishes = e.Wishes, InFlight = e.InFlight, LastWakeUpId = e.LastWakeUpId,
            EventsSinceCheckpoint = 0,
        },
        _ => Stored(state, @event) with { EventsSinceCheckpoint = state.EventsSinceCheckpoint + 1 },
    };

    internal static MailboxCheckpoint CheckpointOf(MailboxState state) =>
        new(state.Mail, state.LastMailId, state.Devices, state.Wishes, state.InFlight, state.LastWakeUpId);

    private static MailboxState Stored(MailboxState state, IEvent @event) => @event switch
    {
        MailStored e => state with
        {
            Mail = [.. state.Mail, e.Mail], LastMailId = e.Mail.Id, Wishes = Wished(state, WakeUpReason.MessageWaiting, e.At),
        },
        MailAcknowledged e => Without(state, e.Ids),
        MailExpired e => Without(state, e.Ids),
        DeviceRegistered e => state with { Devices = [.. state.Devices.Where(device => device.Key != e.Device.Key), e.Device] },
        DeviceRemoved e => state with { Devices = [.. state.Devices.Where(device => device.Key != e.Key)] },
        WakeUpWished e => state with { Wishes = Wished(state, e.Reason, e.At) },
        WakeUpWishDropped e => Without(state, e.Reason),
        WakeUpSent e => state with
        {
            LastWakeUpId = e.Id,
            InFlight = new(e.Id, e.At),
            Wishes = [.. state.Wishes.Select(wish => wish with { SentAt = e.At, Attempts = wish.Attempts + 1 })],
        },
        WakeUpEnded e => state.InFlight?.Id == e.Id ? state with { InFlight = null } : state,
        ClientReturned e => state with { InFlight = null, Wishes = state.Mail.Count > 0 ? [new(WakeUpReason.MessageWaiting, e.At)] : [] },
        _ => state,
    };

    private static ValueList<WakeUpWish> Wished(MailboxState state, WakeUpReason reason, DateTimeOffset at)
    {
        if (!state.Wishes.Any(wish => wish.Reason == reason)) return [.. state.Wishes, new(reason, at)];
        return [.. state.Wishes.Select(wish => wish.Reason == reason && wish.IsAnswered ? wish with { WishedAt = at } : wish)];
    }

    private static MailboxState Without(MailboxState state, ValueList<long> ids)
    {
        var left = state with { Mail = [.. state.Mail.Where(mail => !ids.Contains(mail.Id))] };
        return left.Mail.Count > 0 ? left : Without(left, WakeUpReason.MessageWaiting);
    }

    private static MailboxState Without(MailboxState state, WakeUpReason reason) =>
        state with { Wishes = [.. state.Wishes.Where(wish => wish.Reason != reason)] };
}
