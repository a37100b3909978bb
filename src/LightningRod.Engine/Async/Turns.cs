namespace LightningRod.Engine.Async;

/// <summary>Runs one piece of work after the other, in the order in which they were given.</summary>
internal sealed class Turns
{
    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;

    internal Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        lock (_gate)
        {
            var turn = RunAfterAsync(_last, work);
            _last = turn;
            return turn;
        }
    }

    private static async Task<T> RunAfterAsync<T>(Task before, Func<Task<T>> work)
    {
        // Also keeps the work out of the lock.
        await Task.Yield();
        await before.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        return await work();
    }
}
