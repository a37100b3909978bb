using LightningRod.Engine.Async;

namespace LightningRod.Engine.Effects;

/// <summary>What waits for one destination.</summary>
/// <remarks>Guarded by the lock of its book.</remarks>
internal sealed class Outlet(string destination, TimeProvider time)
{
    internal string Destination { get; } = destination;

    /// <summary>In order; the first may be on its way.</summary>
    internal Queue<PendingEffect> Waiting { get; } = new();

    /// <summary>Shards of which more waits in the journal: there was no room for it.</summary>
    internal Dictionary<byte, Cursor> Behind { get; } = [];

    /// <summary>Failed attempts in a row.</summary>
    internal int Failures { get; set; }

    /// <summary>Outcomes on their way to actors.</summary>
    internal int OutcomesInFlight { get; set; }

    /// <summary>Somebody thinks that the destination can be reached again.</summary>
    internal Signal TryNow { get; } = new(time);

    /// <summary>An outcome has arrived.</summary>
    internal Signal Room { get; } = new(time);
}
