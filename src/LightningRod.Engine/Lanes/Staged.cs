using System.Collections.Immutable;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Kinds;

namespace LightningRod.Engine.Lanes;

/// <summary>A command of a batch whose answer depends on the batch's append.</summary>
internal sealed class Staged(Resident resident, Ask ask, long epoch)
{
    internal Resident Resident { get; } = resident;

    internal Ask Ask { get; } = ask;

    internal long Epoch { get; } = epoch;

    internal IReply? Reply { get; init; }

    /// <summary>What it wants written; null when it wrote nothing but was decided on events that are not durable yet.</summary>
    internal ActorAppend? Append { get; init; }

    internal ImmutableArray<IEffect> Effects { get; init; } = [];

    /// <summary>The actor before it.</summary>
    internal CellMark Before { get; init; }

    /// <summary>The same command earlier in the batch, whose answer it shares.</summary>
    internal Staged? Leader { get; init; }

    /// <summary>What the command was told; null when it will be decided again.</summary>
    internal AskResult? Result { get; private set; }

    internal void Finish(AskResult result)
    {
        Result = result;
        Ask.Finish(result);
    }
}
