using LightningRod.Wire.Primitives;
using Microsoft.Extensions.Logging;

namespace LightningRod.Flows.Messages;

/// <summary>Runs work for many nodes side by side and for one node in order, with bounds on both.</summary>
/// <remarks>Thread-safe; the order is that of the calls. A node that has too much waiting takes no room from others.</remarks>
internal sealed class KeyedTurns(int most, int mostPerNode) : IDisposable
{
    private readonly SemaphoreSlim _room = new(most, most);
    private readonly OwnedTasks _tasks = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<NodeId, (Task Last, int Count)> _underWay = [];

    /// <summary>Takes work as soon as there is room.</summary>
    /// <returns>False when the node has too much waiting already: nothing runs.</returns>
    internal async ValueTask<bool> TakeAsync(ILogger logger, NodeId node, Func<Task> work, CancellationToken cancel)
    {
        await _room.WaitAsync(cancel);
        lock (_gate)
        {
            var (last, count) = _underWay.GetValueOrDefault(node, (Task.CompletedTask, 0));
            if (count >= mostPerNode)
            {
                _room.Release();
                return false;
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _underWay[node] = (done.Task, count + 1);
            _tasks.Run(logger, "work on a message", () => RunAsync(node, last, work, done));
            return true;
        }
    }

    /// <summary>Ends when nothing runs.</summary>
    internal Task IdleAsync() => _tasks.IdleAsync();

    public void Dispose() => _room.Dispose();

    private async Task RunAsync(NodeId node, Task before, Func<Task> work, TaskCompletionSource done)
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
                var (last, count) = _underWay[node];
                if (count == 1) _underWay.Remove(node);
                else _underWay[node] = (last, count - 1);
            }

            _room.Release();
            done.SetResult();
        }
    }
}
