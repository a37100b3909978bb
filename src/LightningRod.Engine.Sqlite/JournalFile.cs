using LightningRod.Engine.Journal;
using LightningRod.Engine.Sqlite.Library;
using LightningRod.Engine.Sqlite.Reading;
using LightningRod.Engine.Sqlite.Schema;
using SQLitePCL;

namespace LightningRod.Engine.Sqlite;

/// <summary>Opens the file, with all that must hold before anything is read from it.</summary>
internal static class JournalFile
{
    /// <summary>Opens or makes it.</summary>
    /// <param name="options">Where it stands.</param>
    /// <param name="installSecret">The installation's secret.</param>
    /// <param name="time">The clock.</param>
    /// <param name="make">Makes the journal of what was opened.</param>
    internal static SqliteJournal Open(
        SqliteJournalOptions options,
        ReadOnlySpan<byte> installSecret,
        TimeProvider time,
        Func<FolderLock, SqliteConnection, ReaderPool, SqliteJournal> make)
    {
        Check(options, installSecret);
        var folder = Path.GetFullPath(options.Folder);
        var file = Path.Combine(folder, SqliteJournalOptions.FileName);
        var now = time.GetUtcNow();
        SqliteLibrary.EnsureLoaded();
        var folderLock = FolderLock.Take(folder, now);
        SqliteConnection? writing = null;
        try
        {
            writing = SqliteConnection.Open(file, create: true);
            JournalSchema.Bring(writing, () => Prepare(writing, options.CacheMebibytes));
            Installation.Check(writing, installSecret, now);
            return make(folderLock, writing, new ReaderPool(() => OpenReader(file, options.CacheMebibytes), options.Readers));
        }
        catch (Exception failure)
        {
            writing?.Dispose();
            folderLock.Dispose();
            if (failure is SqliteFailure known) throw Refused(known, file);
            throw;
        }
    }

    private static void Check(SqliteJournalOptions options, ReadOnlySpan<byte> installSecret)
    {
        const string Section = nameof(SqliteJournalOptions);
        if (string.IsNullOrWhiteSpace(options.Folder)) throw new ArgumentException($"{Section}.{nameof(options.Folder)} names no folder.", nameof(options));
        if (options.Readers is < 1 or > 64) throw new ArgumentException($"{Section}.{nameof(options.Readers)} is {options.Readers}; it must be 1 to 64.", nameof(options));
        if (options.CacheMebibytes is < 1 or > 4096)
            throw new ArgumentException($"{Section}.{nameof(options.CacheMebibytes)} is {options.CacheMebibytes}; it must be 1 to 4096.", nameof(options));
        if (installSecret.Length < Installation.ShortestSecret)
            throw new ArgumentException($"The install secret has {installSecret.Length} bytes; it must have at least {Installation.ShortestSecret}.", nameof(installSecret));
    }

    private static void Prepare(SqliteConnection connection, int cacheMebibytes)
    {
        var mode = connection.Prepare("pragma journal_mode = wal");
        _ = mode.Read();
        var isWal = mode.Text(0) == "wal";
        mode.Reset();
        if (!isWal)
        {
            throw new JournalUnavailableException(
                $"{connection.Path} cannot have a write-ahead log there: the file system has no shared memory. Choose a folder on a local disk.",
                outcomeIsUnknown: false);
        }

        // fullfsync: macOS alone needs it for fsync to reach the disk. Checkpoints are the writer's, after those who wait were told.
        connection.Execute(
            "pragma synchronous = full; pragma fullfsync = on; pragma checkpoint_fullfsync = on; pragma wal_autocheckpoint = 0; "
            + $"pragma journal_size_limit = {64 << 20}; pragma cell_size_check = on; pragma temp_store = memory; pragma cache_size = {-1024 * cacheMebibytes}");
    }

    private static SqliteConnection OpenReader(string file, int cacheMebibytes)
    {
        var connection = SqliteConnection.Open(file, create: false);
        connection.Execute(
            $"pragma query_only = on; pragma cell_size_check = on; pragma temp_store = memory; pragma cache_size = {-1024 * cacheMebibytes / 8}");
        return connection;
    }

    private static Exception Refused(SqliteFailure failure, string file) => failure.Code is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB
        ? new JournalRefusedException(JournalRefusal.Damaged, $"{file} is damaged. {StorageFailures.HowToMend} ({failure.Message})", failure)
        : StorageFailures.Of(failure, file, whileCommitting: false);
}
