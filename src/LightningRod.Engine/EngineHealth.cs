namespace LightningRod.Engine;

/// <summary>How a member is, at one moment.</summary>
/// <param name="IsRunning">Whether it takes commands.</param>
/// <param name="StorageFails">Whether the last append of a lane failed.</param>
/// <param name="ShardsOwned">Shards that it owns.</param>
/// <param name="ActorsLoaded">Actors in memory.</param>
/// <param name="CommandsWaiting">Commands accepted and not yet answered.</param>
/// <param name="ActorsInQuarantine">Actors that were set aside.</param>
/// <param name="EffectsInMemory">Effects in memory that are not done; more may wait in the journal.</param>
/// <param name="OldestEffect">How long the oldest of them has waited.</param>
/// <param name="BlockedDestinations">Destinations whose last attempt failed.</param>
/// <param name="Height">Highest block height ever seen; 0 for none.</param>
/// <param name="HeightIsStale">Whether no block was seen for too long.</param>
public sealed record EngineHealth(
    bool IsRunning,
    bool StorageFails,
    int ShardsOwned,
    int ActorsLoaded,
    int CommandsWaiting,
    int ActorsInQuarantine,
    int EffectsInMemory,
    TimeSpan OldestEffect,
    int BlockedDestinations,
    uint Height,
    bool HeightIsStale);
