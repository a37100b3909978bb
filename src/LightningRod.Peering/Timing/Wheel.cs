namespace LightningRod.Peering.Timing;

/// <summary>One timer for the deadlines of all sessions: a hashed wheel of steps of 100 ms. Thread-safe.</summary>
/// <remarks>
/// An entry is never early and at most a step late. The timer is set for the next slot that is not empty, so a phone with one session
/// is not woken ten times a second.
/// </remarks>
internal sealed class Wheel : IDisposable
{
    private const int Slots = 512;
    private const long StepMilliseconds = 100;

    private readonly Lock _lock = new();
    private readonly WheelEntry?[] _slots = new WheelEntry?[Slots];
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ITimer _timer;
    private long _done;
    private long _armedFor = long.MaxValue;
    private int _count;
    private bool _disposed;

    internal Wheel(TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
        _timer = time.CreateTimer(static wheel => ((Wheel)wheel!).Turn(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal int Count
    {
        get
        {
            lock (_lock) return _count;
        }
    }

    /// <summary>Makes an entry due after a delay, in place of what it was due for before.</summary>
    internal void Schedule(WheelEntry entry, TimeSpan delay)
    {
        lock (_lock)
        {
            if (_disposed) return;
            Unlink(entry);
            var due = (long)Math.Ceiling((_time.GetElapsedTime(_start) + delay).TotalMilliseconds / StepMilliseconds);
            entry.DueStep = Math.Max(due, _done + 1);
            ref var head = ref _slots[entry.DueStep % Slots];
            entry.Next = head;
            if (head is not null) head.Previous = entry;
            head = entry;
            _count++;
            if (entry.DueStep < _armedFor) Arm(entry.DueStep);
        }
    }

    /// <summary>Forgets an entry; nothing happens when it is not there.</summary>
    internal void Cancel(WheelEntry entry)
    {
        lock (_lock) Unlink(entry);
    }

    public void Dispose()
    {
        lock (_lock) _disposed = true;
        _timer.Dispose();
    }

    private void Turn()
    {
        List<WheelEntry>? due = null;
        lock (_lock)
        {
            if (_disposed) return;
            var now = (long)(_time.GetElapsedTime(_start).TotalMilliseconds / StepMilliseconds);
            // After a long sleep of the machine one round sees every slot.
            for (var step = Math.Max(_done + 1, now - Slots + 1); step <= now; step++)
            {
                for (var entry = _slots[step % Slots]; entry is not null;)
                {
                    var next = entry.Next;
                    if (entry.DueStep <= now)
                    {
                        Unlink(entry);
                        (due ??= []).Add(entry);
                    }

                    entry = next;
                }
            }

            _done = Math.Max(_done, now);
            _armedFor = long.MaxValue;
            if (_count > 0) Arm(NextStep());
        }

        if (due is null) return;
        foreach (var entry in due) entry.OnDue();
    }

    /// <summary>The next step at which something is due, or the end of this round.</summary>
    private long NextStep()
    {
        for (var step = _done + 1; step < _done + Slots; step++)
        {
            for (var entry = _slots[step % Slots]; entry is not null; entry = entry.Next)
            {
                if (entry.DueStep == step) return step;
            }
        }

        return _done + Slots;
    }

    private void Arm(long step)
    {
        _armedFor = step;
        var delay = (step * StepMilliseconds) - _time.GetElapsedTime(_start).TotalMilliseconds;
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(delay))), Timeout.InfiniteTimeSpan);
    }

    private void Unlink(WheelEntry entry)
    {
        if (entry.DueStep < 0) return;
        if (entry.Previous is { } previous) previous.Next = entry.Next;
        else _slots[entry.DueStep % Slots] = entry.Next;
        if (entry.Next is { } next) next.Previous = entry.Previous;
        (entry.Previous, entry.Next, entry.DueStep) = (null, null, -1);
        _count--;
    }
}
