using Microsoft.Extensions.Logging;

namespace LightningRod.Engine.Async;

/// <summary>Owns what runs beside its starter: nothing ends unseen, and the end of all can be awaited.</summary>
/// <remarks>
/// Thread-safe. Work does not start on the caller's thread, which may be a lane's or hold a lock. It does start in the caller's synchronization
/// context, and nothing in the engine leaves that, so that a test can run all of it on one thread and choose the order.
/// </remarks>
internal sealed partial class BackgroundTasks(ILogger logger)
{
    private readonly Lock _gate = new();
    private int _running;
    private TaskCompletionSource? _idle;

    /// <summary>Starts work that <see cref="GuardAsync"/> guards.</summary>
    internal void Run(string what, Func<Task> work)
    {
        lock (_gate) _running++;
        _ = ObserveAsync(what, work);
    }

    /// <summary>Ends when nothing runs.</summary>
    internal Task IdleAsync()
    {
        lock (_gate)
        {
            if (_running == 0) return Task.CompletedTask;
            _idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    /// <summary>Does work and throws nothing: what it throws other than at its end is a mistake of the program, and is logged.</summary>
    internal async Task GuardAsync(string what, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException)
        {
            // The member stops.
        }
        catch (Exception thrown)
        {
            Log.Failed(logger, thrown, what);
        }
    }

    private async Task ObserveAsync(string what, Func<Task> work)
    {
        await Task.Yield();
        await GuardAsync(what, work);
        TaskCompletionSource? idle = null;
        lock (_gate)
        {
            if (--_running == 0) (idle, _idle) = (_idle, null);
        }

        idle?.SetResult();
    }

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Critical, "{What} ended by an exception that it should have handled")]
        internal static partial void Failed(ILogger logger, Exception thrown, string what);
    }
}
