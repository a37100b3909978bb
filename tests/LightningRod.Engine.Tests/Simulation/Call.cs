using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Fabric;

namespace LightningRod.Engine.Tests.Simulation;

/// <summary>A command as its sender sees it: asked until it is answered, and sometimes once more.</summary>
internal sealed class Call(ActorId actor, ICommand command, string text)
{
    internal ActorId Actor { get; } = actor;

    internal ICommand Command { get; } = command;

    /// <summary>What is noted when it is decided; no other command notes it.</summary>
    internal string Text { get; } = text;

    internal CommandId Id { get; init; }

    /// <summary>Askings that were not yet looked at.</summary>
    internal List<Task<AskResult>> Asked { get; } = [];

    /// <summary>All replies that came.</summary>
    internal List<string> Replies { get; } = [];

    /// <summary>Looks at what has come.</summary>
    /// <returns>All answers that were not seen before.</returns>
    internal IReadOnlyList<AskResult> Look()
    {
        var done = Asked.Where(asked => asked.IsCompleted).ToList();
        foreach (var asked in done) Asked.Remove(asked);
        List<AskResult> results = [.. done.Select(asked => asked.GetAwaiter().GetResult())];
        Replies.AddRange(results.OfType<AskResult.Replied>().Select(replied => replied.Reply?.ToString() ?? ""));
        return results;
    }
}
