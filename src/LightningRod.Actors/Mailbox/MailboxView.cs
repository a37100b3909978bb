using LightningRod.Engine.Abstractions;

namespace LightningRod.Actors.Mailbox;

/// <summary>How lists show a mailbox. Presence is not in it: it is not stored.</summary>
internal static class MailboxView
{
    internal static ViewRow Of(MailboxState state, Alarm alarm) =>
        new(state.Mail.Count == 0 ? "empty" : "mail", false, (ulong)state.Bytes, null, Details.Of(json =>
        {
            json.WriteNumber("messages", state.Mail.Count);
            json.WriteNumber("bytes", state.Bytes);
            json.WriteNumber("devices", state.Devices.Count);
            json.WriteBoolean("wake_up_in_flight", state.InFlight is not null);
            json.WriteStartArray("wake_ups");
            foreach (var wish in state.Wishes)
            {
                json.WriteStartObject();
                json.WriteString("reason", Details.Word(wish.Reason.ToString()));
                json.WriteString("wished_at", wish.WishedAt);
                if (wish.SentAt is { } sent) json.WriteString("sent_at", sent);
                json.WriteNumber("attempts", wish.Attempts);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (alarm.Time is { } time) json.WriteString("alarm", time);
        }));
}
