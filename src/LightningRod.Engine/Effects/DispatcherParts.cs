using LightningRod.Engine.Async;
using LightningRod.Engine.Failures;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Kinds;
using LightningRod.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace LightningRod.Engine.Effects;

/// <summary>What the dispatcher of effects works with.</summary>
internal sealed record DispatcherParts
{
    internal required EngineOptions Options { get; init; }

    internal required IJournal Journal { get; init; }

    internal required IShardOwnership Ownership { get; init; }

    internal required ActorKinds Kinds { get; init; }

    internal required EffectHandlers Handlers { get; init; }

    internal required Quarantine Quarantine { get; init; }

    /// <summary>The dispatcher's own, so that its end can be awaited.</summary>
    internal required BackgroundTasks Background { get; init; }

    internal required RetryPolicy Retry { get; init; }

    internal required RetryPolicy StorageRetry { get; init; }

    internal required StorageFailures Storage { get; init; }

    internal required Instruments Instruments { get; init; }

    internal required TimeProvider Time { get; init; }

    internal required ILogger Logger { get; init; }

    /// <summary>The graceful end: no new effect is begun, waits are cut off; what runs is let run.</summary>
    internal required CancellationToken StopTaking { get; init; }

    /// <summary>The hard end.</summary>
    internal required CancellationToken Stop { get; init; }
}
