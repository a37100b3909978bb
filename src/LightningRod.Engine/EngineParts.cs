using LightningRod.Engine.Effects;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Kinds;
using LightningRod.Engine.Shards;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LightningRod.Engine;

/// <summary>What an engine is made of.</summary>
public sealed record EngineParts
{
    /// <summary>Where decisions become durable.</summary>
    public required IJournal Journal { get; init; }

    /// <summary>Where the shards come from.</summary>
    public required IShardSource Shards { get; init; }

    /// <summary>The shard of a client.</summary>
    public required ShardMap Map { get; init; }

    /// <summary>The kinds of actors.</summary>
    public required ActorKinds Kinds { get; init; }

    /// <summary>Who carries out effects.</summary>
    public EffectHandlers Handlers { get; init; } = new();

    /// <summary>The settings.</summary>
    public EngineOptions Options { get; init; } = new();

    /// <summary>All time comes from here. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Spreads delays. Default: the shared one.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>Makes loggers. Default: none.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    /// <summary>
    /// Says which shards this member owns, where that depends on more than its claims: on a lease's deadline, for example. Default: what it claimed,
    /// until an append tells otherwise.
    /// </summary>
    public IShardOwnership? Ownership { get; init; }

    /// <summary>The way to actors of other members, made from the way to those of this one. Default: this member is alone.</summary>
    public Func<IActorFabric, IActorFabric>? Fabric { get; init; }
}
