namespace LightningRod.Peering.Limits;

/// <summary>What one node may still send now. Thread-safe: for a moment an older and a newer session of the node may share it.</summary>
internal sealed class PeerAllowance(PeerRates rates, TimeSpan now)
{
    private readonly Lock _lock = new();
    private TokenBucket _onion = new(rates.OnionMessages, now);
    private TokenBucket _drops = new(rates.Drops, now);
    private TokenBucket _custom = new(rates.CustomMessages, now);
    private TokenBucket _pings = new(rates.Pings, now);
    private TokenBucket _ignored = new(rates.Ignored, now);

    internal PeerRates Rates => rates;

    internal Verdict Charge(MessageFamily family, int bytes, TimeSpan now)
    {
        lock (_lock)
        {
            return family switch
            {
                MessageFamily.Onion =>
                    _onion.TryTake(rates.OnionMessages, bytes, now) ? Verdict.Pass : OrFlood(_drops.TryTake(rates.Drops, bytes, now), Verdict.Drop),
                MessageFamily.Custom => OrFlood(_custom.TryTake(rates.CustomMessages, bytes, now)),
                MessageFamily.Ping or MessageFamily.Pong or MessageFamily.Notice => OrFlood(_pings.TryTake(rates.Pings, bytes, now)),
                MessageFamily.Ignored => OrFlood(_ignored.TryTake(rates.Ignored, bytes, now)),
                _ => Verdict.Pass,
            };
        }
    }

    /// <summary>Whether nothing would be lost if it were forgotten.</summary>
    internal bool IsFull(TimeSpan now)
    {
        lock (_lock)
        {
            return _onion.IsFull(rates.OnionMessages, now) && _drops.IsFull(rates.Drops, now) && _custom.IsFull(rates.CustomMessages, now)
                && _pings.IsFull(rates.Pings, now) && _ignored.IsFull(rates.Ignored, now);
        }
    }

    private static Verdict OrFlood(bool taken, Verdict verdict = Verdict.Pass) => taken ? verdict : Verdict.Flood;
}
