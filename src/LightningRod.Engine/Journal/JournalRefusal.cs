namespace LightningRod.Engine.Journal;

/// <summary>Why a member must not use a journal.</summary>
public enum JournalRefusal
{
    /// <summary>Another process has it open, and it is made for one.</summary>
    InUse,

    /// <summary>It is a file or database of another product.</summary>
    OtherProduct,

    /// <summary>A newer version of this program wrote it.</summary>
    NewerSchema,

    /// <summary>It was made with another install secret or number of shards, so that clients would be looked for in the wrong shards.</summary>
    OtherInstallation,

    /// <summary>It is damaged.</summary>
    Damaged,
}
