namespace LightningRod.WakeUps.Webhook;

/// <summary>How many tries are under way, in all and to each host. Holds no more hosts than tries.</summary>
internal sealed class HostGates(int most, int mostPerHost)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _tries = new(StringComparer.OrdinalIgnoreCase);
    private int _all;

    /// <summary>Begins a try, if there is room for it.</summary>
    internal bool TryEnter(string host)
    {
        lock (_gate)
        {
            var present = _tries.GetValueOrDefault(host);
            if (_all >= most || present >= mostPerHost) return false;
            _tries[host] = present + 1;
            _all++;
            return true;
        }
    }

    /// <summary>Ends a try.</summary>
    internal void Leave(string host)
    {
        lock (_gate)
        {
            _all--;
            if (--_tries[host] == 0) _tries.Remove(host);
        }
    }
}
