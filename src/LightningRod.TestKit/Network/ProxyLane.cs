namespace LightningRod.TestKit.Network;

/// <summary>What happens to the bytes of one direction, at the test's command. Thread-safe.</summary>
internal sealed class ProxyLane
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _stall;
    private long _budget = long.MaxValue;

    /// <summary>How long each piece waits before it goes on.</summary>
    internal TimeSpan Delay { get; set; }

    /// <summary>Whether bytes are forgotten instead of passed on.</summary>
    internal bool Swallows { get; set; }

    /// <summary>Done while bytes may pass.</summary>
    internal Task Open
    {
        get
        {
            lock (_lock) return _stall?.Task ?? Task.CompletedTask;
        }
    }

    internal void Stall()
    {
        lock (_lock) _stall ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    internal void Resume()
    {
        lock (_lock)
        {
            _stall?.SetResult();
            _stall = null;
        }
    }

    internal void Limit(long bytes)
    {
        lock (_lock) _budget = bytes;
    }

    /// <summary>How many of some bytes may still pass.</summary>
    /// <param name="bytes">How many there are.</param>
    /// <param name="isLast">Whether the connections are to be cut behind them.</param>
    internal int Take(int bytes, out bool isLast)
    {
        lock (_lock)
        {
            var taken = (int)Math.Min(bytes, _budget);
            if (_budget != long.MaxValue) _budget -= taken;
            isLast = _budget == 0;
            if (isLast) _budget = long.MaxValue;
            return taken;
        }
    }
}
