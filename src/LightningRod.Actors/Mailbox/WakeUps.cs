namespace LightningRod.Actors.Mailbox;

/// <summary>The client is woken: one wake-up at a time, none while it is here, not again before its cooldown.</summary>
internal static class WakeUps
{
    internal static void Wish(MailTurn turn, RequestWakeUp command)
    {
        if (turn.State.Wishes.Any(wish => wish.Reason == command.Reason && !wish.IsAnswered)) return;
        turn.Happen(new WakeUpWished(command.Reason, turn.Now));
    }

    internal static void Note(MailTurn turn, ReportWakeUp report)
    {
        if (turn.State.InFlight?.Id == report.Id) turn.Happen(new WakeUpEnded(report.Id, report.WasSent));
        foreach (var key in report.InvalidDevices)
        {
            if (turn.State.Devices.Any(device => device.Key == key)) turn.Happen(new DeviceRemoved(key));
        }
    }

    /// <summary>The client is back: what was wished and sent before does not count any more.</summary>
    internal static void Reset(MailTurn turn)
    {
        var state = turn.State;
        if (state.InFlight is not null || state.Wishes.Any(static wish => wish.Attempts > 0 || wish.Reason != WakeUpReason.MessageWaiting))
            turn.Happen(new ClientReturned(turn.Now));
    }

    internal static void Pass(MailTurn turn)
    {
        if (turn.State.InFlight is { } sent && sent.SentAt.Plus(turn.Options.WakeUpLife) <= turn.Now) turn.Happen(new WakeUpEnded(sent.Id, false));
        if (turn.State.Presence.IsHere) DropVoid(turn);
        else Send(turn);
    }

    /// <summary>When the next wake-up is due for a client that is not here, UTC; null for never.</summary>
    internal static DateTimeOffset? DueAt(MailboxState state, WakeUpWish wish, MailboxOptions options)
    {
        var grace = state.Presence switch
        {
            { IsKnown: false } => wish.WishedAt.Plus(options.PresenceGrace),
            { LeftAt: { } left } => left.Plus(options.LeaveGrace),
            _ => wish.WishedAt,
        };
        return wish.DueAt(options) is not { } due ? null : due > grace ? due : grace;
    }

    private static void Send(MailTurn turn)
    {
        var state = turn.State;
        if (state.InFlight is not null || state.Devices.Count == 0) return;
        var due = state.Wishes.Where(wish => DueAt(state, wish, turn.Options) <= turn.Now).Select(static wish => wish.Reason).ToList();
        if (due.Count == 0) return;
        var sent = new WakeUpSent(state.LastWakeUpId + 1, due.Max(), turn.Now);
        turn.Happen(sent);
        turn.Want(new SendWakeUp(state.Id.Client, sent.Id, sent.Reason, state.Devices));
    }

    /// <summary>The session outlived the time in which a dead one is noticed, so the client was here when it was to be woken.</summary>
    private static void DropVoid(MailTurn turn)
    {
        foreach (var wish in turn.State.Wishes)
        {
            if (wish.Reason != WakeUpReason.MessageWaiting && wish.WishedAt.Plus(turn.Options.Watch) <= turn.Now)
                turn.Happen(new WakeUpWishDropped(wish.Reason));
        }
    }
}
