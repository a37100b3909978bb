namespace LightningRod.TestKit.Time;

/// <summary>A clock that stands still until a test moves it. Timers fire inside <see cref="Advance"/>, on the caller's thread, in order.</summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private static readonly DateTimeOffset Epoch = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private TimeSpan _elapsed;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers are set.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (_lock) return _timers.Count;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_lock) return _elapsed.Ticks;
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Epoch + TimeSpan.FromTicks(GetTimestamp());

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock, stopping at each timer that becomes due on the way.</summary>
    /// <param name="by">How far, not backwards.</param>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        TimeSpan end;
        lock (_lock) end = _elapsed + by;
        while (true)
        {
            Action fire;
            lock (_lock)
            {
                var next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
                if (next is null)
                {
                    _elapsed = end;
                    return;
                }

                if (next.Due > _elapsed) _elapsed = next.Due;
                _timers.Remove(next);
                if (next.Period > TimeSpan.Zero)
                {
                    next.Due = _elapsed + next.Period;
                    _timers.Add(next);
                }

                fire = next.Fire;
            }

            fire();
        }
    }

    private sealed class ManualTimer(ManualTimeProvider time, Action fire) : ITimer
    {
        internal Action Fire { get; } = fire;

        internal TimeSpan Due { get; set; }

        internal TimeSpan Period { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                (Due, Period) = (time._elapsed + dueTime, period);
                time._timers.Add(this);
                return true;
            }
        }

        public void Dispose()
        {
            lock (time._lock) time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
