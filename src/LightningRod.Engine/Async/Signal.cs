namespace LightningRod.Engine.Async;

/// <summary>Wakes one waiter; a signal that is set while nobody waits is kept, and several are one.</summary>
internal sealed class Signal(TimeProvider time)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiter;
    private bool _isSet;

    internal void Set()
    {
        lock (_gate)
        {
            _isSet = true;
            _waiter?.TrySetResult();
        }
    }

    /// <summary>Waits for the signal, for a time, or for the end; the caller looks which it was.</summary>
    /// <param name="atMost">How long; null for as long as it takes.</param>
    /// <param name="cancel">The end.</param>
    internal async Task WaitAsync(TimeSpan? atMost, CancellationToken cancel)
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_isSet) waiter.SetResult();
            else _waiter = waiter;
        }

        await using (time.CreateTimer(_ => waiter.TrySetResult(), null, atMost ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan))
        await using (cancel.UnsafeRegister(_ => waiter.TrySetResult(), null))
        {
            await waiter.Task;
        }

        lock (_gate) (_isSet, _waiter) = (false, null);
    }
}
