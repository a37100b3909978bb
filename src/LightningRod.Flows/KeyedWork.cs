using LightningRod.Engine.Failures;
using Microsoft.Extensions.Logging;

namespace LightningRod.Flows;

/// <summary>
/// Work of one key is done in order, of different keys side by side; what cannot be done yet is tried again and holds up its key alone.
/// </summary>
/// <remarks>
/// Thread-safe. At most <c>atOnce</c> pieces are under way; those that wait for another try are not counted. Nothing ends unseen: work that throws
/// is a mistake of the program, is logged, and does not come again.
/// </remarks>
internal sealed partial class KeyedWork<TKey>(int atOnce, RetryPolicy retry, ILogger logger) : IAsyncDisposable
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Queue<Func<CancellationToken, Task<bool>>>> _lines = [];
    private readonly SemaphoreSlim _slots = new(atOnce);
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource? _idle;

    /// <summary>Keys with work.</summary>
    internal int Count
    {
        get
        {
            lock (_gate) return _lines.Count;
        }
    }

    /// <summary>Adds work behind that of its key. It says whether it is done; when it is not, it is tried again later.</summary>
    internal void Post(TKey key, Func<CancellationToken, Task<bool>> work)
    {
        lock (_gate)
        {
            if (_idle is not null) return;
            if (_lines.TryGetValue(key, out var line))
            {
                line.Enqueue(work);
                return;
            }

            _lines.Add(key, line = new([work]));
            _ = RunAsync(key, line);
        }
    }

    /// <summary>Gives up all work; ends when nothing runs.</summary>
    public async ValueTask DisposeAsync()
    {
        Task idle;
        lock (_gate)
        {
            if (_idle is not null) return;
            _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_lines.Count == 0) _idle.TrySetResult();
            idle = _idle.Task;
        }

        _stop.Cancel();
        await idle;
        _stop.Dispose();
        _slots.Dispose();
    }

    private async Task RunAsync(TKey key, Queue<Func<CancellationToken, Task<bool>>> line)
    {
        await Task.Yield();
        for (var failures = 0; ;)
        {
            if (_stop.IsCancellationRequested) break;
            Func<CancellationToken, Task<bool>> work;
            lock (_gate)
            {
                if (line.Count == 0) break;
                work = line.Peek();
            }

            if (await TryAsync(work))
            {
                failures = 0;
                lock (_gate)
                {
                    line.Dequeue();
                    if (line.Count > 0) continue;
                    Remove(key);
                    return;
                }
            }

            await retry.WaitAsync(++failures, _stop.Token)
                .ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        }

        lock (_gate) Remove(key);
    }

    private void Remove(TKey key)
    {
        _lines.Remove(key);
        if (_lines.Count == 0) _idle?.TrySetResult();
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task<bool>> work)
    {
        try
        {
            await _slots.WaitAsync(_stop.Token);
            try
            {
                return await work(_stop.Token);
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception thrown)
        {
            Log.Failed(logger, thrown);
            return true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Critical, "Work ended by an exception that it should have handled")]
        internal static partial void Failed(ILogger logger, Exception thrown);
    }
}
