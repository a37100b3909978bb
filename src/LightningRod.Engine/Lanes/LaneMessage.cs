using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Failures;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Kinds;

namespace LightningRod.Engine.Lanes;

/// <summary>What a lane is told; it does one thing after the other.</summary>
internal abstract class LaneMessage
{
    /// <summary>An actor was read, or could not be; neither of both when the storage failed.</summary>
    internal sealed class Loaded(Resident resident, Cell? cell, ActorFailure? failure) : LaneMessage
    {
        internal Resident Resident { get; } = resident;

        internal Cell? Cell { get; } = cell;

        internal ActorFailure? Failure { get; } = failure;
    }

    /// <summary>What a paused actor waited for is known.</summary>
    internal sealed class Resumed(Resident resident) : LaneMessage
    {
        internal Resident Resident { get; } = resident;
    }

    /// <summary>This member owns a shard now.</summary>
    internal sealed class Adopted(ShardClaim claim) : LaneMessage
    {
        internal ShardClaim Claim { get; } = claim;
    }

    /// <summary>This member does not own a shard any more.</summary>
    internal sealed class LetGo(byte shard, long epoch) : LaneMessage
    {
        internal byte Shard { get; } = shard;

        internal long Epoch { get; } = epoch;
    }

    /// <summary>An actor will be needed by a height.</summary>
    internal sealed class FetchedAhead(ActorId actor, byte shard, ActorKind kind, uint throughHeight) : LaneMessage
    {
        internal ActorId Actor { get; } = actor;

        internal byte Shard { get; } = shard;

        internal ActorKind Kind { get; } = kind;

        internal uint ThroughHeight { get; } = throughHeight;
    }

    /// <summary>Time has passed: idle actors may go.</summary>
    internal sealed class Tick : LaneMessage;
}
