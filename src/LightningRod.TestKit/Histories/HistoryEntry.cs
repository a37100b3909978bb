using LightningRod.Wire.Primitives;

namespace LightningRod.TestKit.Histories;

/// <summary>Something that a client, a channel node or the storage saw, in the order in which it was seen.</summary>
public abstract record HistoryEntry;

/// <summary>A remark for people; no invariant looks at it.</summary>
/// <param name="What">What happened.</param>
public sealed record Happened(string What) : HistoryEntry
{
    /// <summary>The remark.</summary>
    public override string ToString() => $"-- {What}";
}

/// <summary>Everything had the time to do what it could: the member runs, storage and node work, all clients are there.</summary>
/// <param name="Height">The height at which.</param>
public sealed record CameToRest(BlockHeight Height) : HistoryEntry
{
    /// <summary>The height.</summary>
    public override string ToString() => $"came to rest at {Height}";
}
