using System.Collections.Immutable;

namespace LightningRod.Engine.Abstractions;

/// <summary>What an actor decided about a command. Everything in it becomes durable in one append, or nothing does.</summary>
public sealed record Decision
{
    /// <summary>Nothing happened and there is nothing to say.</summary>
    public static Decision Nothing { get; } = new();

    /// <summary>What happened, in order.</summary>
    public ImmutableArray<IEvent> Events { get; init; } = [];

    /// <summary>What happened that is not stored, applied after <see cref="Events"/> once these are durable; alone it needs no append.</summary>
    public ImmutableArray<ISoftEvent> Soft { get; init; } = [];

    /// <summary>What the sender is told, after the append; null when the command has no sender that waits.</summary>
    public IReply? Reply { get; init; }

    /// <summary>What to do outside, after the append.</summary>
    public ImmutableArray<IEffect> Effects { get; init; } = [];

    /// <summary>The next alarm, in place of any before; null keeps the present one, <see cref="Alarm.None"/> takes it away.</summary>
    public Alarm? Alarm { get; init; }

    /// <summary>Index entries to add and remove. Adding one that another actor of the client has refuses the whole decision.</summary>
    public ImmutableArray<IndexChange> Index { get; init; } = [];

    /// <summary>Bytes to put and delete.</summary>
    public ImmutableArray<ContentChange> Content { get; init; } = [];

    /// <summary>The actor's row in lists; null keeps the present one.</summary>
    public ViewRow? View { get; init; }

    /// <summary>Whether nothing of it needs an append; <see cref="Soft"/> events are applied all the same.</summary>
    public bool WritesNothing => Events.IsEmpty && Effects.IsEmpty && Alarm is null && Index.IsEmpty && Content.IsEmpty && View is null;

    /// <summary>A reply alone: nothing happened.</summary>
    /// <param name="reply">What the sender is told.</param>
    public static Decision Answer(IReply reply) => new() { Reply = reply };
}
