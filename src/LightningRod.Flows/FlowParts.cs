using LightningRod.Engine.Fabric;
using LightningRod.Engine.Journal;
using LightningRod.Flows.Clients;
using LightningRod.Flows.Steps;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LightningRod.Flows;

/// <summary>What every way through the house uses.</summary>
public sealed record FlowParts
{
    /// <summary>The way to the actors.</summary>
    public required IActorFabric Fabric { get; init; }

    /// <summary>For what is read past the actors: index entries, bodies of messages, lists.</summary>
    public required IJournal Journal { get; init; }

    /// <summary>Who is a client.</summary>
    public required IClientDirectory Clients { get; init; }

    /// <summary>Sees each step of a payment. Default: nobody.</summary>
    public IStepObserver Steps { get; init; } = NoSteps.Instance;

    /// <summary>All time comes from here. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Spreads delays. Default: the shared one.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>Makes loggers. Default: none.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;
}
