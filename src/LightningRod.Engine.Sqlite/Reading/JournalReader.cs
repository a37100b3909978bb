using System.Runtime.CompilerServices;
using LightningRod.Engine.Sqlite.Library;
using LightningRod.Engine.Sqlite.Writing;

namespace LightningRod.Engine.Sqlite.Reading;

/// <summary>Runs reads: never while a write is in doubt, and with failures that say what to do.</summary>
internal sealed class JournalReader(ReaderPool pool, JournalWriter writer, string file)
{
    private const int RowsAtOnce = 256;

    /// <summary>Reads.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="read">Reads it.</param>
    /// <param name="cancel">Ends the reading.</param>
    internal async Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancel)
    {
        await writer.SettleAsync(cancel);
        try
        {
            using var lease = await pool.RentAsync(cancel);
            return await lease.RunAsync(read, cancel);
        }
        catch (SqliteFailure failure)
        {
            throw StorageFailures.Of(failure, file, whileCommitting: false);
        }
    }

    /// <summary>Reads rows of one statement, all as they were at the beginning.</summary>
    /// <typeparam name="T">A row.</typeparam>
    /// <param name="begin">Binds the statement.</param>
    /// <param name="row">Reads a row.</param>
    /// <param name="cancel">Ends the reading.</param>
    internal async IAsyncEnumerable<T> ReadRowsAsync<T>(
        Func<SqliteConnection, SqliteStatement> begin, Func<SqliteStatement, T> row, [EnumeratorCancellation] CancellationToken cancel)
    {
        await writer.SettleAsync(cancel);
        using var lease = await pool.RentAsync(cancel);
        SqliteStatement? statement = null;
        var rows = new List<T>();
        do
        {
            rows.Clear();
            try
            {
                statement = await lease.RunAsync(
                    connection =>
                    {
                        var open = statement ?? begin(connection);
                        while (rows.Count < RowsAtOnce && open.Read()) rows.Add(row(open));
                        return open;
                    },
                    cancel);
            }
            catch (SqliteFailure failure)
            {
                throw StorageFailures.Of(failure, file, whileCommitting: false);
            }

            foreach (var read in rows) yield return read;
        }
        while (rows.Count == RowsAtOnce);
    }
}
