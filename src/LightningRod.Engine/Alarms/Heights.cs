using LightningRod.Engine.Async;
using LightningRod.Engine.Failures;
using LightningRod.Engine.Journal;

namespace LightningRod.Engine.Alarms;

/// <summary>The highest block height ever seen on the engine's network.</summary>
/// <remarks>
/// Thread-safe. Never lowered, also not by a restart or a reorganisation. Counts in memory at once, so that nothing falls due late because of the
/// storage, and is kept in the journal as soon as that works.
/// </remarks>
public sealed class Heights
{
    private readonly IJournal _journal;
    private readonly EngineOptions _options;
    private readonly TimeProvider _time;
    private readonly BackgroundTasks _background;
    private readonly RetryPolicy _retry;
    private readonly StorageFailures _storage;
    private readonly CancellationToken _stop;
    private readonly Lock _gate = new();
    private uint _highest;
    private uint _kept;
    private bool _isKeeping;
    private long _raisedAt;

    internal Heights(
        IJournal journal, EngineOptions options, TimeProvider time, BackgroundTasks background, RetryPolicy retry, StorageFailures storage, CancellationToken stop)
    {
        _journal = journal;
        _options = options;
        _time = time;
        _background = background;
        _retry = retry;
        _storage = storage;
        _stop = stop;
        _raisedAt = time.GetTimestamp();
    }

    /// <summary>Called on each rise, by whoever reports it.</summary>
    internal Action? Raised { get; set; }

    /// <summary>The highest height, blocks; 0 when none was ever seen.</summary>
    public uint Highest => Volatile.Read(ref _highest);

    /// <summary>Whether no higher block was seen for too long, counted from the start if there was none since.</summary>
    public bool IsStale
    {
        get
        {
            lock (_gate) return _time.GetElapsedTime(_raisedAt) > _options.HeightStaleAfter;
        }
    }

    /// <summary>Reports a height. One that is not the highest changes nothing.</summary>
    /// <param name="height">Block height.</param>
    public void Raise(uint height)
    {
        lock (_gate)
        {
            if (height <= _highest) return;
            Volatile.Write(ref _highest, height);
            _raisedAt = _time.GetTimestamp();
            if (!_isKeeping)
            {
                _isKeeping = true;
                _background.Run("keeping the height", KeepAsync);
            }
        }

        Raised?.Invoke();
    }

    /// <summary>Reads the highest ever kept.</summary>
    internal async Task ReadAsync(CancellationToken cancel)
    {
        var kept = await _journal.RaiseHeightAsync(_options.Network, _highest, _time.GetUtcNow(), cancel);
        lock (_gate)
        {
            _kept = kept;
            if (kept > _highest) Volatile.Write(ref _highest, kept);
        }
    }

    private async Task KeepAsync()
    {
        for (var failures = 0; ;)
        {
            uint height;
            lock (_gate)
            {
                height = _highest;
                _isKeeping = height > _kept;
                if (!_isKeeping) return;
            }

            try
            {
                await _journal.RaiseHeightAsync(_options.Network, height, _time.GetUtcNow(), _stop);
                lock (_gate) _kept = height;
                failures = 0;
            }
            catch (Exception thrown) when (thrown is not OperationCanceledException)
            {
                _storage.Failed("raise_height", thrown);
                await _retry.WaitAsync(++failures, _stop);
            }
        }
    }
}
