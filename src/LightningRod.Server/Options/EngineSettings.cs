using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LightningRod.Engine;
using LightningRod.Server.Settings;

namespace LightningRod.Server.Options;

/// <summary>The engine's settings that an operator may want to change.</summary>
public sealed class EngineSettings
{
    /// <summary>Writers to the journal; 0 for one per processor.</summary>
    [Description("Writers to the journal; 0 for one per processor.")]
    [Range(0, 256)]
    public int Lanes { get; init; }

    /// <summary>Commands that one lane keeps waiting.</summary>
    [Description("Commands that one lane keeps waiting; one more is told Busy.")]
    [Range(1, 1_000_000)]
    public int LaneCapacity { get; init; } = 4096;

    /// <summary>Commands of one client in flight.</summary>
    [Description("Commands of one client in flight; one more is told Busy.")]
    [Range(1, 10_000)]
    public int CommandsPerClient { get; init; } = 64;

    /// <summary>Actors that one lane keeps in memory.</summary>
    [Description("Actors that one lane keeps in memory, unless more are at work.")]
    [Range(1, 10_000_000)]
    public int ActorsPerLane { get; init; } = 50_000;

    /// <summary>How long an actor stays in memory with nothing to do.</summary>
    [Description("How long an actor stays in memory with nothing to do.")]
    [Between("1s", "1d")]
    public TimeSpan PassivateAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>After how long without a block the height is stale.</summary>
    [Description("After how long without a new block the height counts as stale, and the member as not ready.")]
    [Between("1m", "1d")]
    public TimeSpan HeightStaleAfter { get; init; } = TimeSpan.FromMinutes(90);

    /// <summary>How long the reply of a command is kept.</summary>
    [Description("How long the stored reply of a command is kept.")]
    [Between("1m", "30d")]
    public TimeSpan KeepRepliesFor { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The longest delay between attempts at a destination.</summary>
    [Description("The longest delay between attempts at a destination that fails.")]
    [Between("1s", "1h")]
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The same as the engine's options.</summary>
    /// <param name="network">The network's name.</param>
    public EngineOptions For(string network)
    {
        var options = new EngineOptions
        {
            Network = network,
            LaneCapacity = LaneCapacity,
            CommandsPerClient = CommandsPerClient,
            ActorsPerLane = ActorsPerLane,
            PassivateAfter = PassivateAfter,
            HeightStaleAfter = HeightStaleAfter,
            KeepRepliesFor = KeepRepliesFor,
            LongestRetryAfter = LongestRetryAfter,
        };
        return Lanes == 0 ? options : options with { Lanes = Lanes };
    }
}
