using LightningRod.Flows.Steps;
using LightningRod.Server.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LightningRod.Server;

/// <summary>What a <see cref="Member"/> uses of the world around it.</summary>
public sealed record MemberServices
{
    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where logs go. Default: nowhere.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Sees the steps of payments and messages. Default: nobody.</summary>
    public IStepObserver Steps { get; init; } = NoSteps.Instance;

    /// <summary>The kinds of channel nodes that can be connected with. Default: none.</summary>
    public IReadOnlyList<IChannelNodeFactory> NodeKinds { get; init; } = [];
}
