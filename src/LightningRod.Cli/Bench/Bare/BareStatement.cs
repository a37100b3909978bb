using System.Text;
using SQLitePCL;

namespace LightningRod.Cli.Bench.Bare;

/// <summary>A prepared statement.</summary>
internal sealed class BareStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private int _bound;

    internal BareStatement(sqlite3 database, string sql)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    internal BareStatement Bind(long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, ++_bound, value));
        return this;
    }

    internal BareStatement Bind(long? value)
    {
        if (value is { } known) return Bind(known);
        Check(raw.sqlite3_bind_null(_statement, ++_bound));
        return this;
    }

    internal BareStatement Bind(string? value)
    {
        if (value is null) return Bind((long?)null);
        Span<byte> small = stackalloc byte[256];
        var bytes = value.Length <= small.Length / 3 ? small[..Encoding.UTF8.GetBytes(value, small)] : Encoding.UTF8.GetBytes(value);
        Check(raw.sqlite3_bind_text(_statement, ++_bound, bytes));
        return this;
    }

    internal BareStatement Bind(ReadOnlySpan<byte> value)
    {
        // A null pointer would be NULL.
        Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, ++_bound, 0) : raw.sqlite3_bind_blob(_statement, ++_bound, value));
        return this;
    }

    /// <summary>Runs it to its end.</summary>
    internal void Run()
    {
        var code = raw.sqlite3_step(_statement);
        if (code != raw.SQLITE_DONE) Check(code);
        _ = raw.sqlite3_reset(_statement);
        _bound = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw new InvalidOperationException($"SQLite: {raw.sqlite3_errmsg(_database).utf8_to_string()} (code {code})");
    }
}
