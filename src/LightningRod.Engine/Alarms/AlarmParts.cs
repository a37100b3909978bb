using LightningRod.Engine.Async;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Failures;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Kinds;
using LightningRod.Engine.Shards;
using LightningRod.Engine.Telemetry;

namespace LightningRod.Engine.Alarms;

/// <summary>What the alarm clock works with.</summary>
internal sealed record AlarmParts
{
    internal required EngineOptions Options { get; init; }

    internal required IJournal Journal { get; init; }

    internal required IShardOwnership Ownership { get; init; }

    internal required ShardMap Map { get; init; }

    internal required ActorKinds Kinds { get; init; }

    internal required LocalFabric Fabric { get; init; }

    internal required Heights Heights { get; init; }

    internal required RetryPolicy Retry { get; init; }

    internal required RetryPolicy StorageRetry { get; init; }

    internal required StorageFailures Storage { get; init; }

    internal required Instruments Instruments { get; init; }

    internal required TimeProvider Time { get; init; }

    /// <summary>Its own, so that its end can be awaited.</summary>
    internal required BackgroundTasks Background { get; init; }

    /// <summary>No alarm is given after this.</summary>
    internal required CancellationToken StopTaking { get; init; }
}
