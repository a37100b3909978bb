using LightningRod.Engine.Abstractions;

namespace LightningRod.Actors.Mailbox;

/// <summary>When a mailbox has to be looked at again.</summary>
internal static class MailAlarm
{
    internal static Alarm Of(MailboxState state, DateTimeOffset now, MailboxOptions options)
    {
        DateTimeOffset? first = null;
        foreach (var mail in state.Mail) Take(mail.ExpiresAt);
        if (state.InFlight is { } sent) Take(sent.SentAt.Plus(options.WakeUpLife));
        if (state.Presence.IsHere)
        {
            // Presence may be lost without a word, so there is an alarm as long as there is mail.
            if (state.Mail.Count > 0) Take(now.Plus(options.Watch));
            foreach (var wish in state.Wishes)
            {
                if (wish.Reason != WakeUpReason.MessageWaiting) Take(wish.WishedAt.Plus(options.Watch));
            }
        }
        else if (state.InFlight is null && state.Devices.Count > 0)
        {
            foreach (var wish in state.Wishes) Take(WakeUps.DueAt(state, wish, options));
        }

        return new(first, null);

        void Take(DateTimeOffset? time) => first = !(first <= time) && time is not null ? time : first;
    }
}
