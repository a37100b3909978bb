using System.Runtime.ExceptionServices;

namespace LightningRod.Engine.Tests.Support;

/// <summary>
/// Runs everything on the caller's thread, one continuation after the other, in an order that a seed decides. The engine never leaves the
/// synchronization context it was started in, so a run under a seed is the same every time.
/// </summary>
internal sealed class OneThread(int? seed) : SynchronizationContext
{
    private const int MostSteps = 10_000_000;

    private readonly List<(SendOrPostCallback Work, object? State)> _ready = [];
    private readonly Random? _random = seed is { } value ? new Random(value) : null;
    private readonly Lock _gate = new();

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_gate) _ready.Add((d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing in the engine waits for a context.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs until nothing is ready.</summary>
    internal void Run() => Do(() => { });

    /// <summary>Starts work in this context and runs until nothing is ready.</summary>
    internal void Do(Action work) => Within(() =>
    {
        work();
        for (var steps = 0; TryTake(out var next); steps++)
        {
            if (steps == MostSteps) throw new InvalidOperationException("It never comes to rest.");
            next.Work(next.State);
        }
    });

    /// <summary>Does something in this context and lets nothing else run yet.</summary>
    internal void Within(Action work)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            work();
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    /// <summary>Runs one ready continuation.</summary>
    /// <returns>False when none was ready.</returns>
    internal bool Step()
    {
        if (!TryTake(out var next)) return false;
        Within(() => next.Work(next.State));
        return true;
    }

    /// <summary>Starts work, runs until nothing is ready, and gives its result.</summary>
    internal T Await<T>(Func<Task<T>> work)
    {
        Task<T>? task = null;
        Do(() => task = work());
        Assert.True(task!.IsCompleted, "It did not end by itself; it waits for time or for something that a test holds back.");
        if (task.Exception is { } failure) ExceptionDispatchInfo.Throw(failure.InnerException!);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Starts work and runs until nothing is ready; the work must have ended by then.</summary>
    internal void Await(Func<Task> work) => Await(async () =>
    {
        await work();
        return true;
    });

    private bool TryTake(out (SendOrPostCallback Work, object? State) next)
    {
        lock (_gate)
        {
            if (_ready.Count == 0)
            {
                next = default;
                return false;
            }

            var index = _random?.Next(_ready.Count) ?? 0;
            next = _ready[index];
            _ready.RemoveAt(index);
            return true;
        }
    }
}
