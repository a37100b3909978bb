using Microsoft.Extensions.Logging;

namespace LightningRod.Flows.Messages;

/// <summary>Runs work of many keys side by side and of one key in order, with bounds on both.</summary>
/// <remarks>Thread-safe; the order is that of the calls. A key that has too much waiting takes no room from others.</remarks>
internal sealed class KeyedTurns<TKey>(int most, int mostPerKey) : IDisposable
    where TKey : notnull
{
    private readonly SemaphoreSlim _room = new(most, most);
    private readonly OwnedTasks _tasks = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, (Task Last, int Count)> _underWay = [];

    /// <summary>Takes work as soon as there is room.</summary>
    /// <returns>False when the key has too much waiting already: nothing runs.</returns>
    internal async ValueTask<bool> TakeAsync(ILogger logger, TKey key, Func<Task> work, CancellationToken cancel)
    {
        await _room.WaitAsync(cancel);
        lock (_gate)
        {
            var (last, count) = _underWay.GetValueOrDefault(key, (Task.CompletedTask, 0));
            if (count >= mostPerKey)
            {
                _room.Release();
                return false;
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _underWay[key] = (done.Task, count + 1);
            _tasks.Run(logger, "work on a message", () => RunAsync(key, last, work, done));
            return true;
        }
    }

    /// <summary>Ends when nothing runs.</summary>
    internal Task IdleAsync() => _tasks.IdleAsync();

    public void Dispose() => _room.Dispose();

    private async Task RunAsync(TKey key, Task before, Func<Task> work, TaskCompletionSource done)
    {
        await before;
        try
        {
            await work();
        }
        finally
        {
            lock (_gate)
            {
                var (last, count) = _underWay[key];
                if (count == 1) _underWay.Remove(key);
                else _underWay[key] = (last, count - 1);
            }

            _room.Release();
            done.SetResult();
        }
    }
}
