using SQLitePCL;

namespace LightningRod.Engine.Sqlite.Library;

/// <summary>An open database file. Used by one thread at a time.</summary>
internal sealed class SqliteConnection : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly Dictionary<string, SqliteStatement> _statements = [];

    private SqliteConnection(string path, sqlite3 handle) => (Path, _handle) = (path, handle);

    /// <summary>The database file.</summary>
    internal string Path { get; }

    /// <summary>SQLite's own handle, for backups.</summary>
    internal sqlite3 Handle => _handle;

    /// <summary>Whether a transaction is open.</summary>
    internal bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>How many rows the last statement changed.</summary>
    internal int Changes => raw.sqlite3_changes(_handle);

    /// <summary>The row id that the last insert gave.</summary>
    internal long LastRowId => raw.sqlite3_last_insert_rowid(_handle);

    /// <summary>Pages written to the log since the last question.</summary>
    internal int TakePagesWritten()
    {
        const int CacheWrite = 9; // SQLITE_DBSTATUS_CACHE_WRITE
        return raw.sqlite3_db_status(_handle, CacheWrite, out var pages, out _, 1) == raw.SQLITE_OK ? pages : 0;
    }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="create">Whether to make it when it is missing.</param>
    /// <exception cref="SqliteFailure">It cannot be opened.</exception>
    internal static SqliteConnection Open(string path, bool create)
    {
        SqliteLibrary.EnsureLoaded();
        var flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX | (create ? raw.SQLITE_OPEN_CREATE : 0);
        var code = raw.sqlite3_open_v2(path, out var handle, flags, null);
        if (code != raw.SQLITE_OK)
        {
            var why = raw.sqlite3_errstr(code).utf8_to_string();
            handle?.Dispose();
            throw new SqliteFailure(code, why, $"open {path}");
        }

        _ = raw.sqlite3_extended_result_codes(handle, 1);
        _ = raw.sqlite3_busy_timeout(handle, 2000);
        return new SqliteConnection(path, handle);
    }

    /// <summary>A statement, compiled at its first use and kept.</summary>
    /// <param name="sql">Its text.</param>
    internal SqliteStatement Prepare(string sql)
    {
        if (_statements.TryGetValue(sql, out var known)) return known;
        const uint Persistent = 1; // SQLITE_PREPARE_PERSISTENT
        if (raw.sqlite3_prepare_v3(_handle, sql, Persistent, out var statement) != raw.SQLITE_OK) throw Failure(sql);
        return _statements[sql] = new SqliteStatement(this, statement, sql);
    }

    /// <summary>Runs statements without parameters and results.</summary>
    /// <param name="sql">One or more, separated by semicolons.</param>
    internal void Execute(string sql)
    {
        if (raw.sqlite3_exec(_handle, sql) != raw.SQLITE_OK) throw Failure(sql);
    }

    /// <summary>Makes all statements ready for their next use, whatever interrupted the last one; ends their reading.</summary>
    internal void ResetStatements()
    {
        foreach (var statement in _statements.Values) statement.Reset();
    }

    /// <summary>Copies pages of the log into the file as far as no reader is in the way.</summary>
    /// <returns>How many pages of the log are not copied yet.</returns>
    internal int Checkpoint()
    {
        var code = raw.sqlite3_wal_checkpoint_v2(_handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var inLog, out var copied);
        return code == raw.SQLITE_OK ? inLog - copied : throw Failure("checkpoint");
    }

    /// <summary>What SQLite said last.</summary>
    /// <param name="what">What it was asked.</param>
    internal SqliteFailure Failure(string what) =>
        new(raw.sqlite3_extended_errcode(_handle), raw.sqlite3_errmsg(_handle).utf8_to_string(), what);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        _statements.Clear();
        _handle.Dispose();
    }
}
