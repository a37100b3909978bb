using System.ComponentModel.DataAnnotations;

namespace LightningRod.Engine;

/// <summary>Settings of the engine; the defaults suit one member on a small machine.</summary>
public sealed record EngineOptions
{
    /// <summary>The network's stored name, under which heights are kept. Default: bitcoin.</summary>
    [Required]
    public string Network { get; init; } = "bitcoin";

    /// <summary>Writers to the journal. Default: one per processor.</summary>
    [Range(1, 256)]
    public int Lanes { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 256);

    /// <summary>Commands from outside that one lane keeps waiting; one more is told Busy. Default: 4096.</summary>
    [Range(1, 1_000_000)]
    public int LaneCapacity { get; init; } = 4096;

    /// <summary>Decisions in one append at most. Default: 256.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; init; } = 256;

    /// <summary>Commands of one client in flight; one more is told Busy. Default: 64.</summary>
    [Range(1, 10_000)]
    public int CommandsPerClient { get; init; } = 64;

    /// <summary>Actors that one lane keeps in memory, unless more are at work. Default: 50,000.</summary>
    [Range(1, 10_000_000)]
    public int ActorsPerLane { get; init; } = 50_000;

    /// <summary>Reads that one lane runs beside its work. Default: 8.</summary>
    [Range(1, 1000)]
    public int ReadsPerLane { get; init; } = 8;

    /// <summary>How long an actor stays in memory with nothing to do. Default: 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PassivateAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often a command is decided anew because its append was refused. Default: 8.</summary>
    [Range(1, 100)]
    public int DecisionAttempts { get; init; } = 8;

    /// <summary>Effects of one destination in memory; more wait in the journal. Default: 256.</summary>
    [Range(1, 100_000)]
    public int EffectsPerDestination { get; init; } = 256;

    /// <summary>Outcomes of one destination on their way to actors. Default: 64.</summary>
    [Range(1, 10_000)]
    public int OutcomesPerDestination { get; init; } = 64;

    /// <summary>Alarms on their way to actors. Default: 256.</summary>
    [Range(1, 100_000)]
    public int AlarmsInFlight { get; init; } = 256;

    /// <summary>Actors with an alarm within so many blocks are fetched ahead. Default: 6 blocks.</summary>
    [Range(0, 2016)]
    public int FetchAheadBlocks { get; init; } = 6;

    /// <summary>After how long without a new block the height counts as stale. Default: 90 minutes.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan HeightStaleAfter { get; init; } = TimeSpan.FromMinutes(90);

    /// <summary>How long the stored reply of a command is kept. Default: 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan KeepRepliesFor { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The delay after the first failure of a destination, an alarm or the storage; it doubles. Default: 0.2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan FirstRetryAfter { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest delay between attempts at a destination or an alarm. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest delay between attempts at the storage. Default: 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan LongestStorageRetryAfter { get; init; } = TimeSpan.FromSeconds(5);
}
