namespace LightningRod.Engine.Journal;

/// <summary>What became of one <see cref="ActorAppend"/>.</summary>
public enum AppendOutcome
{
    /// <summary>It is durable.</summary>
    Written,

    /// <summary>Nothing was written: another member owns the shard, or this one does under a later epoch, or the effects' position was given before.</summary>
    Fenced,

    /// <summary>Nothing was written: the actor has other events than the writer believed. It must be read again.</summary>
    SequenceConflict,

    /// <summary>Nothing was written: an index entry belongs to another actor of the client.</summary>
    IndexTaken,

    /// <summary>Nothing was written: the command was decided before. The inbox has its reply; the actor may have to be read again too.</summary>
    CommandRepeated,
}
