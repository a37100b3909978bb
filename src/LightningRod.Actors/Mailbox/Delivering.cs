namespace LightningRod.Actors.Mailbox;

/// <summary>Messages are handed out in order, a batch at a time for each session, until they are acknowledged.</summary>
internal static class Delivering
{
    internal static SessionAnswered Acknowledge(MailTurn turn, AcknowledgeMail command)
    {
        if (turn.State.Presence.Find(command.Session) is not { } session) return new(null, null, false);
        if (session.Batch is { } batch && batch.Number == command.Batch)
        {
            var taken = turn.State.Mail.Where(batch.Mail.Contains).ToList();
            if (taken.Count > 0) turn.Happen(new MailAcknowledged(Storing.Ids(taken)));
            taken.ForEach(turn.Delete);
            turn.HappenSoftly(new BatchTaken(session.Id));
        }

        return new(null, null, true);
    }

    /// <summary>Gives each session that has no batch its next one: the caller in its reply, others by an effect.</summary>
    internal static MailBatch? HandOut(MailTurn turn, Guid? caller)
    {
        MailBatch? forCaller = null;
        foreach (var session in turn.State.Presence.Sessions.Where(static session => session.Batch is null))
        {
            if (Next(turn, session) is not { } batch) continue;
            turn.HappenSoftly(new BatchHandedOut(session.Id, batch));
            if (session.Id == caller) forCaller = batch;
            else turn.Want(new DeliverMail(session.Id, session.Member, batch));
        }

        return forCaller;
    }

    /// <summary>Hands out again what was not acknowledged for so long that the session may not have got it.</summary>
    internal static void Repeat(MailTurn turn)
    {
        foreach (var session in turn.State.Presence.Sessions)
        {
            if (session.Batch is not { } batch || batch.HandedOutAt.Plus(turn.Options.Watch) > turn.Now) continue;
            var again = batch with { HandedOutAt = turn.Now };
            turn.HappenSoftly(new BatchHandedOut(session.Id, again));
            turn.Want(new DeliverMail(session.Id, session.Member, again));
        }
    }

    private static MailBatch? Next(MailTurn turn, MailSession session)
    {
        var options = turn.Options;
        var mail = new List<StoredMail>();
        var bytes = 0L;
        foreach (var message in turn.State.Mail.Where(message => Goes(turn.State.Presence, message, session)))
        {
            bytes += message.Size;
            if (mail.Count > 0 && (mail.Count >= options.BatchMessages || bytes > options.BatchBytes)) break;
            mail.Add(message);
        }

        return mail.Count == 0 ? null : new(unchecked(session.LastBatch + 1), [.. mail], turn.Now);
    }

    /// <summary>Whether a message goes over this session. The relay is preferred: it hears an acknowledgement from the client itself.</summary>
    private static bool Goes(Presence presence, StoredMail message, MailSession session)
    {
        if (message.OnlyAt is { } node) return session.Place == MailSession.AtNode(node);
        var takers = presence.Sessions.Where(static taker => taker.TakesPeeled).ToList();
        return (takers.Find(static taker => taker.Place == MailSession.Relay) ?? takers.FirstOrDefault())?.Id == session.Id;
    }
}
