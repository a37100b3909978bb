using LightningRod.Engine.Async;

namespace LightningRod.Engine.Lanes;

/// <summary>Runs reads beside a lane, a few at a time and in the order in which they were asked for.</summary>
/// <remarks>Thread-safe. As many wait as the lane has commands and actors to fetch, so they are bounded by its bounds.</remarks>
internal sealed class SideJobs(int most, BackgroundTasks background)
{
    private readonly Lock _gate = new();
    private readonly Queue<(string What, Func<Task> Work)> _waiting = new();
    private int _running;

    internal void Add(string what, Func<Task> work)
    {
        lock (_gate)
        {
            _waiting.Enqueue((what, work));
            if (_running == most) return;
            _running++;
        }

        background.Run(what, RunAsync);
    }

    private async Task RunAsync()
    {
        while (true)
        {
            (string What, Func<Task> Work) job;
            lock (_gate)
            {
                if (!_waiting.TryDequeue(out job))
                {
                    _running--;
                    return;
                }
            }

            await background.GuardAsync(job.What, job.Work);
        }
    }
}
