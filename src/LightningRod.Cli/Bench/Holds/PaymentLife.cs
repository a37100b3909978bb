using System.Collections.Immutable;
using LightningRod.Engine.Abstractions;

namespace LightningRod.Cli.Bench.Holds;

/// <summary>The life of one held payment, as the commands that its actor gets.</summary>
/// <param name="Hold">The actor.</param>
/// <param name="Parts">How many parts it has.</param>
/// <param name="Steps">The commands, in order.</param>
internal sealed record PaymentLife(ActorId Hold, int Parts, ImmutableArray<LifeStep> Steps)
{
    /// <summary>How many of its steps lead to a hold that is open in the books: asked for, all parts held.</summary>
    internal int StepsUntilHeld => 1 + Parts;

    /// <summary>How many of its steps lead to the release of all parts.</summary>
    internal int StepsUntilReleased => StepsUntilHeld + 1;
}

/// <summary>One command.</summary>
/// <param name="Command">What is asked.</param>
/// <param name="Id">Under which id; null for offers of HTLCs, which are never answered from the inbox.</param>
internal readonly record struct LifeStep(ICommand Command, CommandId? Id);
