using System.Collections.Immutable;
using LightningRod.Engine.Abstractions;

namespace LightningRod.Engine.Tests.Support;

/// <summary>Asks for whatever a test wants decided.</summary>
internal sealed record Do(Func<Notes, Moment, Decision> Decide) : ICommand;

/// <summary>Notes a text.</summary>
internal sealed record Note(string Text) : ICommand;

/// <summary>Asks for all that was noted.</summary>
internal sealed record Show : ICommand;

/// <summary>A text was noted.</summary>
internal sealed record Noted(string Text) : IEvent;

/// <summary>All that was noted.</summary>
internal sealed record AllNoted(ImmutableArray<string> Texts) : ICheckpoint;

/// <summary>Something is true as long as the actor stays loaded.</summary>
internal sealed record Softly(string Text) : ISoftEvent;

/// <summary>An answer.</summary>
internal sealed record Said(string Text) : IReply;

/// <summary>Sends a text; the outcome, if one is wanted, comes back as <see cref="Note"/>.</summary>
internal sealed record Send(string Destination, string Text) : IEffect;

/// <summary>Notes a text with another actor, and its answer with the sender.</summary>
internal sealed record Tell(ActorId Target, string Text) : IActorEffect
{
    public ICommand Command => new Note(Text);

    public ICommand? OutcomeOf(IReply? reply) => new Note($"told {Text}: {(reply as Said)?.Text}");
}

/// <summary>Has no stored name.</summary>
internal sealed record Nameless : IEvent;

/// <summary>What was noted; the soft part is not stored.</summary>
internal sealed record Notes(ActorId Id, ImmutableArray<string> Texts, string Soft)
{
    public override string ToString() => string.Join(' ', Texts);
}
