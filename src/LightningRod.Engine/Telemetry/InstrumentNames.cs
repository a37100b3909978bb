namespace LightningRod.Engine.Telemetry;

/// <summary>All names by which the engine is measured, and their tags. No tag names a client, an actor or a payment.</summary>
public static class InstrumentNames
{
    /// <summary>The meter, and the source of activities.</summary>
    public const string Source = "LightningRod.Engine";

    /// <summary>Seconds from asking to answer; tags kind, command, outcome.</summary>
    public const string CommandDuration = "lightningrod.command.duration";

    /// <summary>Seconds that a command waited for its turn; tag kind.</summary>
    public const string QueueDuration = "lightningrod.queue.duration";

    /// <summary>Seconds of one append to the journal; tag outcome.</summary>
    public const string AppendDuration = "lightningrod.journal.append.duration";

    /// <summary>Decisions in one append.</summary>
    public const string BatchSize = "lightningrod.batch.size";

    /// <summary>Seconds of loading one actor; tag kind.</summary>
    public const string RecoveryDuration = "lightningrod.recovery.duration";

    /// <summary>Events read while loading; tag kind.</summary>
    public const string RecoveryEvents = "lightningrod.recovery.events";

    /// <summary>Shards that this member owns.</summary>
    public const string ShardsOwned = "lightningrod.shard.owned";

    /// <summary>Appends that were refused because another member owns the shard.</summary>
    public const string FencedAppends = "lightningrod.fenced.appends";

    /// <summary>Age in seconds of the oldest effect that this member holds and that is not done.</summary>
    public const string OutboxLag = "lightningrod.outbox.lag";

    /// <summary>Attempts at effects; tag outcome.</summary>
    public const string OutboxAttempts = "lightningrod.outbox.attempts";

    /// <summary>Destinations whose last attempt failed.</summary>
    public const string OutboxBlocked = "lightningrod.outbox.blocked";

    /// <summary>Actors in quarantine; tag category.</summary>
    public const string Quarantined = "lightningrod.actor.quarantined";

    /// <summary>Actors in memory.</summary>
    public const string ActorsLoaded = "lightningrod.actor.loaded";

    /// <summary>Alarms that were given once more because the actor left them due; tag kind.</summary>
    public const string AlarmsRepeated = "lightningrod.alarm.repeated";

    /// <summary>Highest block height ever seen, blocks.</summary>
    public const string Height = "lightningrod.height";

    /// <summary>1 when no block was seen for too long, else 0.</summary>
    public const string HeightStale = "lightningrod.height.stale";

    /// <summary>Failures of the storage; tag operation.</summary>
    public const string StorageFailures = "lightningrod.storage.failures";

    /// <summary>Tag: the kind of actor.</summary>
    public const string KindTag = "kind";

    /// <summary>Tag: the command's type.</summary>
    public const string CommandTag = "command";

    /// <summary>Tag: what became of it.</summary>
    public const string OutcomeTag = "outcome";

    /// <summary>Tag: why an actor is in quarantine.</summary>
    public const string CategoryTag = "category";

    /// <summary>Tag: what the storage was asked.</summary>
    public const string OperationTag = "operation";
}
