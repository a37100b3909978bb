namespace LightningRod.Engine.Async;

/// <summary>Wakes one waiter; a signal that is set while nobody waits is kept, and several are one.</summary>
internal sealed class Signal(TimeProvider time)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _next = Fresh();

    internal void Set()
    {
        lock (_gate) _next.TrySetResult();
    }

    /// <summary>Waits for the signal, for a time, or for the end; the caller looks which it was.</summary>
    /// <param name="atMost">How long; null for as long as it takes.</param>
    /// <param name="cancel">The end.</param>
    internal async Task WaitAsync(TimeSpan? atMost, CancellationToken cancel)
    {
        Task next;
        lock (_gate) next = _next.Task;
        await next.WaitAsync(atMost ?? Timeout.InfiniteTimeSpan, time, cancel)
            .ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            if (_next.Task.IsCompleted) _next = Fresh();
        }
    }

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
