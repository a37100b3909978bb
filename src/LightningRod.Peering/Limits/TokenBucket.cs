namespace LightningRod.Peering.Limits;

/// <summary>How full the two buckets of one <see cref="RateLimit"/> are. Begins full.</summary>
internal struct TokenBucket(RateLimit limit, TimeSpan now)
{
    private double _messages = limit.MessageBurst;
    private double _bytes = limit.ByteBurst;
    private TimeSpan _at = now;

    /// <summary>Takes one message of some bytes, or nothing.</summary>
    internal bool TryTake(RateLimit limit, int bytes, TimeSpan now)
    {
        Refill(limit, now);
        if (_messages < 1 || _bytes < bytes) return false;
        _messages--;
        _bytes -= bytes;
        return true;
    }

    internal bool IsFull(RateLimit limit, TimeSpan now)
    {
        Refill(limit, now);
        return _messages >= limit.MessageBurst && _bytes >= limit.ByteBurst;
    }

    private void Refill(RateLimit limit, TimeSpan now)
    {
        var seconds = (now - _at).TotalSeconds;
        if (seconds <= 0) return;
        _messages = Math.Min(limit.MessageBurst, _messages + (seconds * limit.MessagesPerSecond));
        _bytes = Math.Min(limit.ByteBurst, _bytes + (seconds * limit.BytesPerSecond));
        _at = now;
    }
}
