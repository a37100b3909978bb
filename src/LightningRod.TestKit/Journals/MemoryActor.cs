using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;

namespace LightningRod.TestKit.Journals;

/// <summary>What a <see cref="MemoryJournal"/> holds of one actor.</summary>
internal sealed class MemoryActor(ActorId id, byte shard)
{
    internal ActorId Id { get; } = id;

    internal byte Shard { get; } = shard;

    internal List<StoredEvent> Events { get; } = [];

    internal Dictionary<OpaqueKey, byte[]> Content { get; } = [];

    internal long LastSequence { get; set; }

    internal long Checkpoint { get; set; } = 1;

    internal Alarm Alarm { get; set; }

    internal ViewRow? View { get; set; }
}
