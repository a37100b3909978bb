using LightningRod.Engine.Journal;
using LightningRod.Engine.Sqlite.Library;
using SQLitePCL;

namespace LightningRod.Engine.Sqlite;

/// <summary>Copies a journal that is in use: page by page, as it was when the copy began.</summary>
/// <remarks>
/// SQLite's backup interface rather than VACUUM INTO: it tells how far it is, can be ended, and needs no sorting. One read transaction holds the state
/// fast, so that writes meanwhile do not make it begin again; the log grows by what is written meanwhile.
/// </remarks>
internal static class JournalBackup
{
    private const int PagesAtOnce = 256;

    /// <summary>Copies.</summary>
    /// <param name="file">The journal's file.</param>
    /// <param name="path">The copy; no such file may exist.</param>
    /// <param name="progress">Told now and then; may be null.</param>
    /// <param name="cancel">Ends the work and removes what was copied.</param>
    internal static void Run(string file, string path, IProgress<BackupProgress>? progress, CancellationToken cancel)
    {
        // Half a copy must not be taken for a whole one.
        var part = path + ".part";
        try
        {
            if (Path.Exists(path)) throw new IOException($"{path} is there already. Give the backup a name of its own.");
            File.Delete(part);
            using (var target = SqliteConnection.Open(part, create: true))
            {
                Copy(file, target, progress, cancel);
                MakeWhole(target);
            }

            File.Move(part, path, overwrite: false);
        }
        catch (SqliteFailure failure)
        {
            throw StorageFailures.Of(failure, failure.Code == raw.SQLITE_CORRUPT ? file : path, whileCommitting: false);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new IOException($"The backup {path} cannot be written: {failure.Message}", failure);
        }
        finally
        {
            if (File.Exists(part)) File.Delete(part);
        }
    }

    private static void Copy(string file, SqliteConnection target, IProgress<BackupProgress>? progress, CancellationToken cancel)
    {
        using var source = SqliteConnection.Open(file, create: false);
        source.Execute("pragma query_only = on; begin");
        var pageSize = source.Prepare("pragma page_size").ReadNumber() ?? 0;
        // The first read fixes what the transaction sees.
        _ = source.Prepare("select id from installation").ReadNumber();
        using var backup = raw.sqlite3_backup_init(target.Handle, "main", source.Handle, "main");
        if (backup.IsInvalid) throw target.Failure("backup");
        int code;
        do
        {
            cancel.ThrowIfCancellationRequested();
            code = raw.sqlite3_backup_step(backup, PagesAtOnce);
            if (code is not (raw.SQLITE_OK or raw.SQLITE_DONE)) throw new SqliteFailure(code, raw.sqlite3_errstr(code).utf8_to_string(), "backup");
            long total = raw.sqlite3_backup_pagecount(backup);
            progress?.Report(new BackupProgress((total - raw.sqlite3_backup_remaining(backup)) * pageSize, total * pageSize));
        }
        while (code == raw.SQLITE_OK);
        code = raw.sqlite3_backup_finish(backup);
        if (code != raw.SQLITE_OK) throw target.Failure("backup");
    }

    private static void MakeWhole(SqliteConnection target)
    {
        // Without a log the copy is one file, which can be carried about.
        target.Execute("pragma journal_mode = delete");
        var check = target.Prepare("pragma quick_check(1)");
        _ = check.Read();
        var found = check.Text(0);
        check.Reset();
        if (found == "ok") return;
        throw new JournalRefusedException(
            JournalRefusal.Damaged, $"The copy was checked and found damaged, so the journal is: {found}. {StorageFailures.HowToMend}");
    }
}
