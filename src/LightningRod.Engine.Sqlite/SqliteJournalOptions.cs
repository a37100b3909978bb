namespace LightningRod.Engine.Sqlite;

/// <summary>Where the journal stands and how it is read.</summary>
public sealed class SqliteJournalOptions
{
    /// <summary>Name of the journal's file in its folder. SQLite keeps two more beside it, with <c>-wal</c> and <c>-shm</c> at the end.</summary>
    public const string FileName = "journal.db";

    /// <summary>The folder, on a local disk; made when it is missing, for the process's user alone. One member per folder.</summary>
    public required string Folder { get; init; }

    /// <summary>How many reads run at once, 1 to 64. Default 4.</summary>
    public int Readers { get; init; } = 4;

    /// <summary>Memory for pages of the writer, MiB, 1 to 4096; each reader gets an eighth. Default 64.</summary>
    public int CacheMebibytes { get; init; } = 64;
}
