using LightningRod.Engine.Alarms;
using LightningRod.Engine.Async;
using LightningRod.Engine.Failures;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Kinds;
using LightningRod.Engine.Telemetry;

namespace LightningRod.Engine.Lanes;

/// <summary>What the lanes of a member share.</summary>
internal sealed record LaneParts
{
    internal required EngineOptions Options { get; init; }

    internal required IJournal Journal { get; init; }

    internal required IShardOwnership Ownership { get; init; }

    internal required ActorLoader Loader { get; init; }

    internal required Quarantine Quarantine { get; init; }

    internal required Heights Heights { get; init; }

    internal required ILaneListener Listener { get; init; }

    internal required BackgroundTasks Background { get; init; }

    internal required StorageFailures Storage { get; init; }

    internal required RetryPolicy StorageRetry { get; init; }

    internal required Instruments Instruments { get; init; }

    internal required TimeProvider Time { get; init; }

    /// <summary>The hard end: waits are cut off.</summary>
    internal required CancellationToken Stop { get; init; }
}
