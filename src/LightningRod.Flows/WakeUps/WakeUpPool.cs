using LightningRod.Flows.Messages;
using LightningRod.Flows.Telemetry;
using LightningRod.Ports.WakeUps;

namespace LightningRod.Flows.WakeUps;

/// <summary>All providers, with a bound on the calls in flight.</summary>
internal sealed class WakeUpPool : IDisposable
{
    private readonly Dictionary<string, IWakeUpProvider> _providers;
    private readonly SemaphoreSlim _room;
    private readonly Instruments _instruments;

    internal WakeUpPool(IEnumerable<IWakeUpProvider> providers, WakeUpOptions options, Instruments instruments)
    {
        _providers = providers.ToDictionary(static provider => provider.Kind, StringComparer.Ordinal);
        _room = new(options.MaxInFlight, options.MaxInFlight);
        _instruments = instruments;
        Kinds = [.. _providers.Keys.Where(static kind => kind != Links.Provider).Order(StringComparer.Ordinal)];
    }

    /// <summary>What devices of clients can be of; links are our own affair.</summary>
    internal IReadOnlyList<string> Kinds { get; }

    /// <summary>Whether there is a provider of a kind, links included.</summary>
    internal bool Has(string kind) => _providers.ContainsKey(kind);

    /// <summary>Sends one wake-up.</summary>
    /// <returns>Null when there is no provider of that kind.</returns>
    internal async Task<WakeUpOutcome?> SendAsync(WakeUp wakeUp, CancellationToken cancel)
    {
        if (!_providers.TryGetValue(wakeUp.Device.Provider, out var provider))
        {
            _instruments.WakeUpTried("other", "no_provider");
            return null;
        }

        await _room.WaitAsync(cancel);
        try
        {
            var outcome = await provider.SendAsync(wakeUp, cancel);
            _instruments.WakeUpTried(provider.Kind, Word(outcome));
            return outcome;
        }
        finally
        {
            _room.Release();
        }
    }

    public void Dispose() => _room.Dispose();

    private static string Word(WakeUpOutcome outcome) => outcome switch
    {
        WakeUpOutcome.Delivered => "delivered",
        WakeUpOutcome.TokenGone => "token_gone",
        WakeUpOutcome.RetryAfter => "retry_after",
        _ => "refused",
    };
}
