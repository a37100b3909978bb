using LightningRod.Ports.Channels;
using LightningRod.Simulation.Network;
using LightningRod.Simulation.Protocol;

namespace LightningRod.Flows.Tests.Support;

/// <summary>A simulated network that many threads may use.</summary>
internal sealed class LightningNetwork : INetworkObserver
{
    private readonly Lock _gate = new();
    private readonly SimulatedNetwork _network;
    private readonly Dictionary<long, Action<NodeReport>> _listeners = [];

    /// <summary>The stream that was opened last; 0 for none.</summary>
    internal long LastStream { get; private set; }

    internal LightningNetwork(ulong seed) => _network = new(seed, this);

    /// <summary>Hears each report before its stream does, and each step.</summary>
    internal Action<object> Seen { get; init; } = static _ => { };

    internal TReply Do<TReply>(Request<TReply> request)
    {
        lock (_gate) return _network.Execute(request);
    }

    internal T Locked<T>(Func<T> work)
    {
        lock (_gate) return work();
    }

    /// <summary>Who hears a stream, from its first report on.</summary>
    internal void Listen(long stream, Action<NodeReport> listener)
    {
        lock (_gate)
        {
            LastStream = stream;
            _listeners.Add(stream, listener);
            _network.Replay(stream);
        }
    }

    internal void Check()
    {
        lock (_gate) _network.Check();
    }

    void INetworkObserver.OnReport(long stream, NodeReport report)
    {
        Seen(report);
        if (_listeners.TryGetValue(stream, out var listener)) listener(report);
    }

    void INetworkObserver.OnWalletReport(string wallet, WalletReport report)
    {
    }

    void INetworkObserver.OnStep(SimulationStep step) => Seen(step);
}
