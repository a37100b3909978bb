using SQLitePCL;

namespace LightningRod.Engine.Sqlite.Library;

/// <summary>SQLite refused something; what it means for a caller is said by <see cref="StorageFailures"/>.</summary>
internal sealed class SqliteFailure(int extendedCode, string message, string statement)
    : Exception($"SQLite: {message} (code {extendedCode}) at: {statement}")
{
    /// <summary>The code with its finer meaning, for example 4874 (SQLITE_IOERR_SHMSIZE).</summary>
    internal int ExtendedCode { get; } = extendedCode;

    /// <summary>The main code, for example 10 (SQLITE_IOERR).</summary>
    internal int Code => ExtendedCode & 0xff;

    /// <summary>Whether the row at hand is at fault and not the storage, so that other rows can be written.</summary>
    internal bool IsTheRowsFault => Code is raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH or raw.SQLITE_RANGE;
}
