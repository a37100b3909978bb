using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;

namespace LightningRod.Engine.Effects;

/// <summary>A durable effect in memory that is not done.</summary>
internal sealed class PendingEffect(byte shard, long epoch, long position, ActorId actor, string destination, long since)
{
    internal byte Shard { get; } = shard;

    internal long Epoch { get; } = epoch;

    internal long Position { get; } = position;

    internal ActorId Actor { get; } = actor;

    internal string Destination { get; } = destination;

    /// <summary>When it came into memory.</summary>
    internal long Since { get; } = since;

    /// <summary>What is to be done; null until it is decoded.</summary>
    internal IEffect? Effect { get; set; }

    internal StoredMessage Stored { get; init; }

    /// <summary>How often it was tried in vain.</summary>
    internal int Attempts { get; set; }
}
