using System.Collections.Immutable;
using LightningRod.Engine.Abstractions;

namespace LightningRod.Actors.Mailbox;

/// <summary>One decision in the making: what happens is applied at once.</summary>
internal sealed class MailTurn(MailboxState state, Moment now, MailboxOptions options)
{
    private readonly MailboxState _before = state;
    private readonly ImmutableArray<IEvent>.Builder _events = ImmutableArray.CreateBuilder<IEvent>();
    private readonly ImmutableArray<ISoftEvent>.Builder _soft = ImmutableArray.CreateBuilder<ISoftEvent>();
    private readonly ImmutableArray<IEffect>.Builder _effects = ImmutableArray.CreateBuilder<IEffect>();
    private readonly ImmutableArray<ContentChange>.Builder _content = ImmutableArray.CreateBuilder<ContentChange>();

    internal MailboxState State { get; private set; } = state;

    internal DateTimeOffset Now => now.Time;

    internal MailboxOptions Options => options;

    /// <summary>A time after now.</summary>
    internal DateTimeOffset After(TimeSpan span) => Now.Plus(span);

    internal void Happen(IEvent @event)
    {
        _events.Add(@event);
        State = MailboxHistory.Apply(State, @event);
    }

    internal void HappenSoftly(ISoftEvent @event)
    {
        _soft.Add(@event);
        State = MailboxHistory.Apply(State, @event);
    }

    internal void Want(IEffect effect) => _effects.Add(effect);

    internal void Put(StoredMail mail, byte[] body) => _content.Add(new(MailboxActor.ContentKey(mail.Hash), body));

    internal void Delete(StoredMail mail) => _content.Add(new(MailboxActor.ContentKey(mail.Hash), null));

    internal Decision Close(ICommand command, IReply? reply)
    {
        if (State.EventsSinceCheckpoint >= options.CheckpointEvery) Happen(MailboxHistory.CheckpointOf(State));
        var alarm = MailAlarm.Of(State, Now, options);
        // The alarm that is set may be of a time when other things were known of presence: it is set anew with all that is written, and alone
        // only to be earlier. One that comes too early does no harm.
        var writes = _events.Count > 0 || _effects.Count > 0 || command is AlarmDue;
        var isEarlier = alarm.Time is { } time && !(MailAlarm.Of(_before, Now, options).Time <= time);
        return new()
        {
            Events = _events.ToImmutable(),
            Soft = _soft.ToImmutable(),
            Reply = reply,
            Effects = _effects.ToImmutable(),
            Content = _content.ToImmutable(),
            Alarm = writes || isEarlier ? alarm : null,
            View = _events.Count > 0 ? MailboxView.Of(State, alarm) : null,
        };
    }
}
