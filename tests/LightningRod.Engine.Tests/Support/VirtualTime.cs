namespace LightningRod.Engine.Tests.Support;

/// <summary>Time that passes when a test says so. Timers fire on the thread that moves it, in order.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly List<VirtualTimer> _timers = [];
    private long _order;

    internal DateTimeOffset Now { get; private set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>When the next timer fires; null for none.</summary>
    internal DateTimeOffset? Next => _timers.Where(timer => timer.DueAt is not null).Select(timer => timer.DueAt).Min();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves time to a moment and fires what is due by then, letting what that wakes run before time goes on.</summary>
    internal void MoveTo(DateTimeOffset moment, Action run)
    {
        while (_timers.Where(timer => timer.DueAt <= moment).OrderBy(timer => timer.DueAt).ThenBy(timer => timer.Order).FirstOrDefault() is { } next)
        {
            if (next.DueAt > Now) Now = next.DueAt!.Value;
            next.Fire();
            run();
        }

        if (moment > Now) Now = moment;
        run();
    }

    /// <summary>Forgets all timers: their process died.</summary>
    internal void Clear() => _timers.Clear();

    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        internal DateTimeOffset? DueAt { get; private set; }

        internal long Order { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            DueAt = dueTime == Timeout.InfiniteTimeSpan ? null : time.Now + dueTime;
            Order = time._order++;
            time._timers.Remove(this);
            if (DueAt is not null) time._timers.Add(this);
            return true;
        }

        public void Dispose()
        {
            DueAt = null;
            time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Fire()
        {
            Change(_period == Timeout.InfiniteTimeSpan || _period == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : _period, _period);
            callback(state);
        }
    }
}
