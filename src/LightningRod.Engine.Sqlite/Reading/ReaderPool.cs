using LightningRod.Engine.Sqlite.Library;

namespace LightningRod.Engine.Sqlite.Reading;

/// <summary>Connections for reading, so that reads wait neither for the writer nor for each other, up to a number.</summary>
/// <param name="open">Opens one more.</param>
/// <param name="size">How many there are at most.</param>
internal sealed class ReaderPool(Func<SqliteConnection> open, int size) : IDisposable
{
    private readonly SemaphoreSlim _free = new(size, size);
    private readonly Stack<SqliteConnection> _idle = [];
    private bool _disposed;

    /// <summary>Takes a connection; to be disposed of soon.</summary>
    /// <param name="cancel">Ends the wait.</param>
    internal async Task<Lease> RentAsync(CancellationToken cancel)
    {
        await _free.WaitAsync(cancel);
        lock (_idle)
        {
            if (!_disposed) return new Lease(this, _idle.TryPop(out var idle) ? idle : null);
        }

        _ = _free.Release();
        throw new ObjectDisposedException(nameof(SqliteJournal));
    }

    /// <summary>Closes the connections; those in use when they are given back.</summary>
    public void Dispose()
    {
        lock (_idle)
        {
            _disposed = true;
            while (_idle.TryPop(out var idle)) idle.Dispose();
        }
    }

    private void Return(SqliteConnection? connection)
    {
        lock (_idle)
        {
            if (_disposed) connection?.Dispose();
            else if (connection is not null) _idle.Push(connection);
        }

        _ = _free.Release();
    }

    /// <summary>A connection in use by one reader.</summary>
    internal sealed class Lease(ReaderPool pool, SqliteConnection? connection) : IDisposable
    {
        private SqliteConnection? _connection = connection;

        /// <summary>Reads, on a thread of the pool: a read may wait for the disk.</summary>
        /// <typeparam name="T">What is read.</typeparam>
        /// <param name="read">Reads it.</param>
        /// <param name="cancel">Ends the wait for a thread.</param>
        internal Task<T> RunAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancel) =>
            Task.Run(() => read(_connection ??= pool.Open()), cancel);

        /// <summary>Gives it back.</summary>
        public void Dispose()
        {
            _connection?.ResetStatements();
            pool.Return(_connection);
        }
    }

    private SqliteConnection Open() => open();
}
