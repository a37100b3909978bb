using System.Diagnostics;
using LightningRod.Engine.Abstractions;

namespace LightningRod.Engine.Fabric;

/// <summary>How a command is asked.</summary>
public sealed record AskOptions
{
    /// <summary>Without an id, for ten seconds.</summary>
    public static AskOptions Default { get; } = new();

    /// <summary>
    /// Names the command, so that a repetition gets the stored reply. Without it a repetition is decided anew. Default: none.
    /// </summary>
    public CommandId? CommandId { get; init; }

    /// <summary>How long to wait for the answer. Default: 10 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The trace that the command belongs to; never a peer's. Default: the present activity's.</summary>
    public ActivityContext Trace { get; init; }
}
