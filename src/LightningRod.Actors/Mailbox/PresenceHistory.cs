using LightningRod.Engine.Abstractions;

namespace LightningRod.Actors.Mailbox;

/// <summary>What each soft event does to what is known of presence.</summary>
internal static class PresenceHistory
{
    internal static Presence Apply(Presence presence, ISoftEvent @event) => @event switch
    {
        SessionOpened e => presence with
        {
            IsKnown = true,
            LeftAt = null,
            Sessions = [.. presence.Sessions.Where(session => session.Place != e.Session.Place), e.Session],
        },
        SessionClosed e when presence.Find(e.Session) is not null => Left(presence, e),
        NobodyFound => presence with { IsKnown = true },
        BatchHandedOut e => On(presence, e.Session, session => session with { Batch = e.Batch, LastBatch = e.Batch.Number }),
        BatchTaken e => On(presence, e.Session, static session => session with { Batch = null }),
        _ => presence,
    };

    private static Presence Left(Presence presence, SessionClosed closed)
    {
        var left = presence with { Sessions = [.. presence.Sessions.Where(session => session.Id != closed.Session)] };
        return left.IsHere ? left : left with { LeftAt = closed.At };
    }

    private static Presence On(Presence presence, Guid id, Func<MailSession, MailSession> change) => presence with
    {
        Sessions = [.. presence.Sessions.Select(session => session.Id == id ? change(session) : session)],
    };
}
