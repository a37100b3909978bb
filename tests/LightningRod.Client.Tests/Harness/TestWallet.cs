using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LightningRod.Client.Wallet;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Tests.Harness;

/// <summary>A wallet's Lightning software. It outlives the clients.</summary>
internal sealed class TestWallet : IWallet
{
    private readonly TestNetwork _network;
    private readonly Lock _lock = new();
    private readonly List<Channel<WalletEvent>> _watchers = [];
    private readonly List<TestHtlc> _arrived = [];
    private ulong _nextId;

    internal TestWallet(TestNetwork network, NodeId nodeId, NodeId peer, ShortChannelId channel)
    {
        (_network, NodeId, Peer, Channel) = (network, nodeId, peer, channel);
        network.Add(this);
    }

    internal NodeId NodeId { get; }

    internal NodeId Peer { get; }

    internal ShortChannelId Channel { get; }

    internal List<RouteHop> Route { get; init; } = [];

    internal ConcurrentDictionary<NodeId, NetworkAddress> Addresses { get; } = new();

    internal ConcurrentDictionary<string, TestHtlc> Sent { get; } = new();

    internal List<(TestHtlc Htlc, PartFailure Failure)> Failures { get; } = [];

    internal string? RefuseToSend { get; set; }

    internal int RefuseAfter { get; set; }

    internal volatile bool CanReceive = true;

    internal int Watchers
    {
        get
        {
            lock (_lock) return _watchers.Count;
        }
    }

    public ValueTask<BlockHeight> GetHeightAsync(CancellationToken cancellationToken) => new(_network.Height);

    public ValueTask<bool> CanReceiveAsync(CancellationToken cancellationToken) => new(CanReceive);

    public ValueTask<IReadOnlyList<InboundChannel>> GetInboundAsync(CancellationToken cancellationToken) =>
        new([new InboundChannel(Peer, Channel, TestNetwork.Terms, new Msat(1), new Msat(10_000_000_000))]);

    public ValueTask<IReadOnlyList<RouteHop>?> FindRouteAsync(NodeId destination, Msat amount, CancellationToken cancellationToken) =>
        new(Route.Count > 0 ? Route : null);

    public ValueTask<IReadOnlyList<NetworkAddress>> FindAddressesAsync(NodeId node, CancellationToken cancellationToken) =>
        new(Addresses.TryGetValue(node, out var address) ? [address] : []);

    public ValueTask<SendPartOutcome> SendPartAsync(PartToSend part, CancellationToken cancellationToken) => new(Send(part));

    internal SendPartOutcome Send(PartToSend part)
    {
        TestHtlc? made = null;
        lock (_lock)
        {
            if (!Sent.ContainsKey(part.Reference))
            {
                if (RefuseToSend is { } why && Sent.Count >= RefuseAfter) return SendPartOutcome.Refused(why);
                Sent[part.Reference] = made = new TestHtlc(this, part, _nextId++);
            }
        }

        if (made is not null) _network.Send(this, made);
        return SendPartOutcome.Sent;
    }

    public ValueTask<PartStatus> FindPartAsync(string reference, PaymentHash hash, CancellationToken cancellationToken) =>
        new(Sent.TryGetValue(reference, out var htlc) ? htlc.Status : new PartStatus.NeverSent());

    public ValueTask ClaimAsync(HtlcName htlc, PaymentPreimage preimage, CancellationToken cancellationToken)
    {
        if (Take(htlc) is { } found)
        {
            Assert.Equal(found.Hash, PaymentHash.Of(preimage));
            found.End(new PartStatus.Settled(preimage));
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask FailAsync(HtlcName htlc, PartFailure failure, CancellationToken cancellationToken)
    {
        if (Take(htlc) is { } found)
        {
            lock (_lock) Failures.Add((found, failure));
            TestNetwork.Fail(found, failure.Packet);
            Tell(new WalletChanged());
        }

        return ValueTask.CompletedTask;
    }

    public async IAsyncEnumerable<WalletEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = System.Threading.Channels.Channel.CreateUnbounded<WalletEvent>();
        lock (_lock)
        {
            foreach (var htlc in _arrived) channel.Writer.TryWrite(Arrival(htlc));
            _watchers.Add(channel);
        }

        try
        {
            await foreach (var news in channel.Reader.ReadAllAsync(cancellationToken)) yield return news;
        }
        finally
        {
            lock (_lock) _watchers.Remove(channel);
        }
    }

    internal void Receive(TestHtlc htlc)
    {
        lock (_lock) _arrived.Add(htlc);
        Tell(Arrival(htlc));
    }

    internal void Tell(WalletEvent news)
    {
        lock (_lock)
        {
            foreach (var watcher in _watchers) watcher.Writer.TryWrite(news);
        }
    }

    internal IReadOnlyList<TestHtlc> Arrived
    {
        get
        {
            lock (_lock) return [.. _arrived];
        }
    }

    private TestHtlc? Take(HtlcName name)
    {
        lock (_lock)
        {
            var found = _arrived.Find(htlc => htlc.Name == name);
            if (found is not null) _arrived.Remove(found);
            return found;
        }
    }

    private static PartArrived Arrival(TestHtlc htlc) => new(htlc.Name, htlc.Hash, htlc.Amount, htlc.Expiry, htlc.Onion, htlc.PathKey);
}
