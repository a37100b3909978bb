using LightningRod.Engine.Abstractions;

namespace LightningRod.Actors.Mailbox;

/// <summary>Sessions come and go; the newest in a place counts.</summary>
internal static class Presences
{
    internal static SessionAnswered Open(MailTurn turn, OpenSession command)
    {
        var presence = turn.State.Presence;
        WakeUps.Reset(turn);
        if (presence.Find(command.Session.Id) is { } known) return new(known.Batch, null, true);
        var replaced = presence.Sessions.FirstOrDefault(session => session.Place == command.Session.Place);
        turn.HappenSoftly(new SessionOpened(command.Session with { Batch = null }));
        return new(null, replaced, true);
    }

    internal static void Close(MailTurn turn, CloseSession command)
    {
        if (turn.State.Presence.Find(command.Session) is not null) turn.HappenSoftly(new SessionClosed(command.Session, turn.Now));
    }

    internal static void NobodyThere(MailTurn turn)
    {
        if (!turn.State.Presence.IsKnown) turn.HappenSoftly(new NobodyFound());
    }

    /// <summary>The session that gets its batch in the reply.</summary>
    internal static Guid? CallerOf(ICommand command) => command switch
    {
        OpenSession open => open.Session.Id,
        AcknowledgeMail taken => taken.Session,
        _ => null,
    };
}
