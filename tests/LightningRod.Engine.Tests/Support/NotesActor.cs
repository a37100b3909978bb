using LightningRod.Engine.Abstractions;

namespace LightningRod.Engine.Tests.Support;

/// <summary>Notes texts and does what a test says. A text that begins with <c>poison</c> cannot be applied while <see cref="IsHurt"/>.</summary>
internal sealed class NotesActor : IActor<Notes>
{
    internal bool IsHurt { get; set; } = true;

    /// <summary>What an actor does when its alarm is due.</summary>
    internal Func<Notes, Moment, Decision> OnAlarm { get; set; } = (_, now) => new()
    {
        Events = [new Noted($"alarm {now.Time:HH:mm:ss} {now.Height}")],
        Alarm = Abstractions.Alarm.None,
    };

    public string Kind => "notes";

    public Notes Initial(ActorId id) => new(id, [], "");

    public Notes Apply(Notes state, IEvent @event) => @event switch
    {
        Noted { Text: var text } when IsHurt && text.StartsWith("poison", StringComparison.Ordinal) => throw new InvalidOperationException("This text hurts."),
        Noted noted => state with { Texts = state.Texts.Add(noted.Text) },
        AllNoted all => state with { Texts = all.Texts },
        Softly soft => state with { Soft = soft.Text },
        _ => state,
    };

    public Decision Decide(Notes state, ICommand command, Moment now) => command switch
    {
        Do it => it.Decide(state, now),
        Note note => new() { Events = [new Noted(note.Text)], Reply = new Said($"{state.Texts.Length + 1}") },
        Show => Decision.Answer(new Said(state.ToString())),
        AlarmDue => OnAlarm(state, now),
        IndexTaken taken => Decision.Answer(new Said($"taken {taken.Index} {taken.Key}")),
        _ => throw new NotSupportedException(),
    };
}
