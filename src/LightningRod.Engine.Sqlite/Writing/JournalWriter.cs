using System.Diagnostics;
using System.Threading.Channels;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Sqlite.Library;

namespace LightningRod.Engine.Sqlite.Writing;

/// <summary>The one writer of the file: whatever waits goes into one transaction, and one fsync makes it durable.</summary>
/// <remarks>
/// A thread of its own, since it spends its time in fsync. It alone writes and it alone checkpoints: SQLite before 3.51.3 can damage a file when
/// one connection checkpoints while another one resets the log.
/// </remarks>
internal sealed class JournalWriter : IAsyncDisposable
{
    private const int QueueLength = 1024;
    private const int LargestGroup = 512;

    private readonly Channel<WriterTask> _queue = Channel.CreateBounded<WriterTask>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _settle;
    private readonly Checkpoints _checkpoints;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _lastCommit;
    private int _lastGroup;
    private long _commits;
    private volatile bool _inDoubt;

    /// <summary>Starts the thread.</summary>
    /// <param name="connection">The file; the writer's own from now on.</param>
    internal JournalWriter(SqliteConnection connection)
    {
        _connection = connection;
        _begin = connection.Prepare("begin immediate");
        _commit = connection.Prepare("commit");
        _settle = connection.Prepare("update installation set settled = settled + 1");
        _checkpoints = new Checkpoints(connection);
        _thread = new Thread(Loop) { IsBackground = true, Name = "journal writer" };
        _thread.Start();
    }

    /// <summary>Transactions that became durable.</summary>
    internal long Commits => Volatile.Read(ref _commits);

    /// <summary>Writes.</summary>
    /// <typeparam name="T">What it leads to.</typeparam>
    /// <param name="write">What to write, on the writer's thread; perhaps more than once.</param>
    /// <param name="cancel">Ends the wait, not the write.</param>
    internal async Task<T> WriteAsync<T>(Func<T> write, CancellationToken cancel)
    {
        var task = new WriterTask<T>(write);
        try
        {
            await _queue.Writer.WriteAsync(task, cancel);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteJournal));
        }

        return await task.Completion.WaitAsync(cancel);
    }

    /// <summary>
    /// Ends when no write is in doubt. After a failed commit the log may hold a transaction that no reader sees, but that counts after the next start;
    /// another write on top of it takes it away.
    /// </summary>
    /// <param name="cancel">Ends the wait.</param>
    internal Task SettleAsync(CancellationToken cancel) => _inDoubt ? WriteAsync(() => 0, cancel) : Task.CompletedTask;

    /// <summary>Writes what waits, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _ = _queue.Writer.TryComplete();
        await _ended.Task;
    }

    private void Loop()
    {
        var group = new List<WriterTask>();
        // The thread is the writer's own: it may block.
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            Gather(group);
            _lastGroup = group.Count;
            Write(group);
            group.Clear();
            _checkpoints.AfterWrite(_queue.Reader.Count > 0);
        }

        _connection.Dispose();
        _ended.SetResult();
    }

    /// <summary>
    /// Takes what waits. Those who were told of the last group come back within moments; without a little patience the first of them would go alone,
    /// and every second fsync would carry almost nothing.
    /// </summary>
    private void Gather(List<WriterTask> group)
    {
        var begin = Stopwatch.GetTimestamp();
        var patience = _lastCommit / 4;
        var spin = default(SpinWait);
        while (true)
        {
            while (group.Count < LargestGroup && _queue.Reader.TryRead(out var task)) group.Add(task);
            if (group.Count >= Math.Min(_lastGroup, LargestGroup) || Stopwatch.GetElapsedTime(begin) >= patience) return;
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    private void Write(List<WriterTask> group)
    {
        while (group.Count > 0)
        {
            WriterTask? current = null;
            var committing = false;
            try
            {
                Rollback();
                _begin.Run();
                if (_inDoubt) _settle.Run();
                foreach (var task in group)
                {
                    current = task;
                    task.Run();
                }

                current = null;
                committing = true;
                var begin = Stopwatch.GetTimestamp();
                _commit.Run();
                _lastCommit = Stopwatch.GetElapsedTime(begin);
                _inDoubt = false;
                Volatile.Write(ref _commits, _commits + 1);
                foreach (var task in group) task.Succeed();
                return;
            }
            catch (SqliteFailure failure) when (current is null || !failure.IsTheRowsFault)
            {
                Rollback();
                foreach (var task in group)
                {
                    var told = StorageFailures.Of(failure, _connection.Path, committing);
                    if (told is JournalUnavailableException { OutcomeIsUnknown: true }) _inDoubt = true;
                    task.Fail(told);
                }

                return;
            }
#pragma warning disable CA1031 // Whatever it is, it goes to the one who asked; the others are written without it.
            catch (Exception failure) when (current is not null)
#pragma warning restore CA1031
            {
                Rollback();
                _ = group.Remove(current);
                current.Fail(failure is SqliteFailure known ? StorageFailures.Of(known, _connection.Path, whileCommitting: false) : failure);
            }
        }
    }

    private void Rollback()
    {
        try
        {
            _connection.ResetStatements();
            // SQLite has often done it by itself.
            if (_connection.InTransaction) _connection.Execute("rollback");
        }
        catch (SqliteFailure)
        {
            // Tried again before the next transaction, which tells whoever waits for it when it cannot begin.
        }
    }
}
