using LightningRod.Engine.Journal;
using LightningRod.Engine.Sqlite.Library;
using SQLitePCL;

namespace LightningRod.Engine.Sqlite;

/// <summary>Says what a failure of the storage means and what to do about it.</summary>
internal static class StorageFailures
{
    /// <summary>The folder cannot be made or written.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="failure">What was thrown.</param>
    internal static JournalUnavailableException OfFolder(string folder, Exception failure) =>
        new($"The journal's folder {folder} cannot be written: {failure.Message} {HowToMakeWritable}", outcomeIsUnknown: false, failure);

    /// <summary>A statement failed.</summary>
    /// <param name="failure">What SQLite said.</param>
    /// <param name="file">The journal's file.</param>
    /// <param name="whileCommitting">Whether it was the one that makes a write durable.</param>
    internal static Exception Of(SqliteFailure failure, string file, bool whileCommitting)
    {
        var (what, advice) = failure.Code switch
        {
            raw.SQLITE_FULL => ($"No space is left for {file}.", "Free some; the member goes on by itself."),
            raw.SQLITE_READONLY or raw.SQLITE_PERM => ($"{file} cannot be written.", HowToMakeWritable),
            raw.SQLITE_CANTOPEN => ($"{file} cannot be opened.", "See whether the folder is still there and the process may open more files."),
            raw.SQLITE_IOERR => ($"The disk failed while {file} was read or written.", "See the system's log for the disk; the member tries again."),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => ($"{file} is locked by another program.", "End it (sqlite3, a backup program); the member tries again."),
            raw.SQLITE_NOMEM => ("SQLite got no more memory.", "Give the process more, or lower the journal's cache."),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => ($"{file} is damaged.", HowToMend),
            _ => (null, null),
        };
        if (what is null) return new InvalidOperationException($"A statement of this program is wrong. {failure.Message}", failure);

        // A full disk is noticed while the log is written, before the mark that makes it count; only a disk that fails leaves it open whether the
        // mark stands there.
        var unknown = whileCommitting && failure.Code is not (raw.SQLITE_FULL or raw.SQLITE_READONLY or raw.SQLITE_BUSY);
        return new JournalUnavailableException($"{what} {advice} ({failure.Message})", unknown, failure);
    }

    /// <summary>What to do with a damaged journal.</summary>
    internal const string HowToMend =
        "Stop the member, keep a copy of the folder, and restore the latest backup into an empty folder; 'sqlite3 journal.db .recover' shows what can still be read.";

    private const string HowToMakeWritable =
        "Mount it for writing and give the process's user the right to write there, or choose another folder.";
}
