using LightningRod.Actors.HeldPayment;

namespace LightningRod.Flows.Htlcs;

/// <summary>What became of a decision that was to be brought about at a node.</summary>
/// <param name="IsDone">Whether nothing is left to do; else it is tried again.</param>
/// <param name="Report">What the part is to be told at once; null when the node will tell, or there is nothing to tell.</param>
internal readonly record struct Brought(bool IsDone, PartReport? Report)
{
    /// <summary>Nothing is left to do or to tell.</summary>
    internal static Brought Done => new(true, null);

    /// <summary>Not now.</summary>
    internal static Brought Again => default;

    /// <summary>Done, and the part is to be told.</summary>
    internal static Brought Tell(PartReport report) => new(true, report);
}
