using LightningRod.Engine.Abstractions;
using LightningRod.Ports.Channels;
using LightningRod.Wire.Primitives;

namespace LightningRod.TestKit.Histories;

/// <summary>Something that became durable.</summary>
/// <param name="Hold">The hold whose event it is.</param>
public abstract record StoredEntry(ActorId Hold) : HistoryEntry
{
    /// <summary>False when the storage could not say whether it was written.</summary>
    public bool IsCertain { get; init; } = true;

    private protected string Doubt => IsCertain ? "" : ", perhaps";
}

/// <summary>What was decided about a part.</summary>
public enum HtlcVerdict
{
    /// <summary>It is kept back.</summary>
    Held,

    /// <summary>It is to go on.</summary>
    Release,

    /// <summary>It is to be failed.</summary>
    Fail,
}

/// <summary>A decision about a part was stored.</summary>
/// <param name="Hold">The hold.</param>
/// <param name="Key">The part.</param>
/// <param name="Verdict">What was decided.</param>
/// <param name="FailBackHeight">The height at which it is failed if it is not released before; told when it is held.</param>
public sealed record VerdictStored(ActorId Hold, HtlcKey Key, HtlcVerdict Verdict, BlockHeight? FailBackHeight = null) : StoredEntry(Hold)
{
    /// <summary>In one line.</summary>
    public override string ToString() => $"{Key} stored as {Verdict}{(FailBackHeight is { } height ? $" until {height}" : "")}{Doubt}";
}

/// <summary>A hold ended: its payment hashes are free again.</summary>
/// <param name="Hold">The hold.</param>
public sealed record HoldEndStored(ActorId Hold) : StoredEntry(Hold)
{
    /// <summary>In one line.</summary>
    public override string ToString() => $"hold {Hold.Key} stored as ended{Doubt}";
}
