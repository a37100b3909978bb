using Microsoft.Extensions.Logging;

namespace LightningRod.Flows.Messages;

/// <summary>Owns what runs beside its starter: nothing ends unseen, and the end of all can be awaited.</summary>
/// <remarks>Thread-safe. Work does not start on the caller's thread, which may hold a lock.</remarks>
internal sealed partial class OwnedTasks
{
    private readonly Lock _gate = new();
    private int _running;
    private TaskCompletionSource? _idle;

    internal void Run(ILogger logger, string what, Func<Task> work)
    {
        lock (_gate) _running++;
        _ = ObserveAsync(logger, what, work);
    }

    /// <summary>Ends when nothing runs.</summary>
    internal async Task IdleAsync()
    {
        Task idle;
        lock (_gate)
        {
            if (_running == 0) return;
            _idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            idle = _idle.Task;
        }

        await idle;
    }

    private async Task ObserveAsync(ILogger logger, string what, Func<Task> work)
    {
        await Task.Yield();
        try
        {
            await work();
        }
        catch (OperationCanceledException)
        {
            // The member stops, or what it was for is gone.
        }
        catch (Exception thrown)
        {
            Log.Failed(logger, thrown, what);
        }

        TaskCompletionSource? idle = null;
        lock (_gate)
        {
            if (--_running == 0) (idle, _idle) = (_idle, null);
        }

        idle?.SetResult();
    }

    private static partial class Log
    {
        [LoggerMessage(5101, LogLevel.Critical, "{What} ended by an exception that it should have handled")]
        internal static partial void Failed(ILogger logger, Exception thrown, string what);
    }
}
