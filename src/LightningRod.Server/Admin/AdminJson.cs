using System.Text.Json.Serialization;

namespace LightningRod.Server.Admin;

/// <summary>What <c>/health/ready</c> says.</summary>
/// <param name="Ready">Whether the member does its work.</param>
/// <param name="Engine">Whether it takes commands.</param>
/// <param name="Storage">Whether the journal can be written.</param>
/// <param name="Height">Whether blocks are seen; true for a member without channel nodes.</param>
internal sealed record Readiness(bool Ready, bool Engine, bool Storage, bool Height);

/// <summary>What <c>/health/live</c> says.</summary>
internal sealed record Liveness(bool Live);

/// <summary>What <c>/v1/status</c> says.</summary>
internal sealed record Status(
    string Name,
    string NodeId,
    string Network,
    string Version,
    DateTimeOffset StartedAt,
    bool Ready,
    bool IsRunning,
    bool StorageFails,
    int ShardsOwned,
    int ActorsLoaded,
    int CommandsWaiting,
    int ActorsInQuarantine,
    int EffectsInMemory,
    double OldestEffectSeconds,
    int BlockedDestinations,
    uint Height,
    bool HeightIsStale);

/// <summary>An actor in quarantine.</summary>
internal sealed record QuarantineRow(string Kind, string Client, string Key, string Category, string Detail, DateTimeOffset At);

/// <summary>Names an actor.</summary>
internal sealed record ActorName(string? Kind, string? Client, string? Key);

/// <summary>What came of a retry.</summary>
internal sealed record Retried(bool Released);

/// <summary>Where a backup goes.</summary>
internal sealed record BackupRequest(string? Path);

/// <summary>How far a backup is; the last line has <see cref="Done"/>.</summary>
internal sealed record BackupLine(long BytesCopied, long BytesTotal, bool Done);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(Readiness))]
[JsonSerializable(typeof(Liveness))]
[JsonSerializable(typeof(Status))]
[JsonSerializable(typeof(IEnumerable<QuarantineRow>))]
[JsonSerializable(typeof(ActorName))]
[JsonSerializable(typeof(Retried))]
[JsonSerializable(typeof(BackupRequest))]
[JsonSerializable(typeof(BackupLine))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class AdminJson : JsonSerializerContext;
