using System.Text;
using SQLitePCL;

namespace LightningRod.Engine.Sqlite.Library;

/// <summary>A compiled statement: bind its parameters in order, run it, read columns by number.</summary>
internal sealed class SqliteStatement(SqliteConnection connection, sqlite3_stmt statement, string sql) : IDisposable
{
    private int _bound;

    internal SqliteStatement Bind(long value)
    {
        Check(raw.sqlite3_bind_int64(statement, ++_bound, value));
        return this;
    }

    internal SqliteStatement Bind(long? value) => value is { } known ? Bind(known) : BindNull();

    internal SqliteStatement Bind(string value)
    {
        Span<byte> small = stackalloc byte[256];
        var bytes = value.Length <= small.Length / 3 ? small[..Encoding.UTF8.GetBytes(value, small)] : Encoding.UTF8.GetBytes(value);
        // A null pointer would be NULL.
        Check(bytes.IsEmpty ? raw.sqlite3_bind_text(statement, ++_bound, "") : raw.sqlite3_bind_text(statement, ++_bound, bytes));
        return this;
    }

    internal SqliteStatement Bind(ReadOnlySpan<byte> value)
    {
        // A null pointer would be NULL.
        Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(statement, ++_bound, 0) : raw.sqlite3_bind_blob(statement, ++_bound, value));
        return this;
    }

    internal SqliteStatement BindNull()
    {
        Check(raw.sqlite3_bind_null(statement, ++_bound));
        return this;
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>False when there is none; the statement is then ready for its next use.</returns>
    internal bool Read()
    {
        switch (raw.sqlite3_step(statement))
        {
            case raw.SQLITE_ROW:
                return true;
            case raw.SQLITE_DONE:
                Reset();
                return false;
            default:
                var failure = connection.Failure(sql);
                Reset();
                throw failure;
        }
    }

    /// <summary>Runs it to its end.</summary>
    internal void Run()
    {
        while (Read())
        {
        }
    }

    /// <summary>The first column of the first row, or null when there is no row or the column is NULL.</summary>
    internal long? ReadNumber()
    {
        if (!Read()) return null;
        var value = NumberOrNull(0);
        Reset();
        return value;
    }

    internal long Number(int column) => raw.sqlite3_column_int64(statement, column);

    internal long? NumberOrNull(int column) => IsNull(column) ? null : Number(column);

    internal string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string() ?? "";

    /// <summary>The bytes of a column, valid until the next step.</summary>
    internal ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(statement, column);

    internal bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    /// <summary>Ends a reading and makes the statement ready for its next use.</summary>
    internal void Reset()
    {
        // What it returns is the failure of the step before, which was told then.
        _ = raw.sqlite3_reset(statement);
        _bound = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => statement.Dispose();

    private void Check(int code)
    {
        if (code == raw.SQLITE_OK) return;
        var failure = connection.Failure(sql);
        Reset();
        throw failure;
    }
}
