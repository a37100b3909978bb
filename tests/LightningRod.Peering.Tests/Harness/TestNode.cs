using System.Collections.Concurrent;
using System.Net;
using LightningRod.Peering.Dialing;
using LightningRod.Peering.Limits;
using LightningRod.Testing;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Peering.Tests.Harness;

/// <summary>A node that listens on loopback, with its own clock, log and meter.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly PeerListener _listener;
    private readonly ConcurrentBag<RawPeer> _peers = [];

    internal TestNode(
        PeeringOptions? options = null,
        Func<PeerProtocol, PeerProtocol>? protocol = null,
        Func<PeerServices, PeerServices>? services = null,
        PrivateKey? key = null,
        TimeProvider? time = null)
    {
        Key = key ?? PrivateKey.Generate();
        var said = new PeerProtocol(new Init(Features.Of(FeatureBit.OnionMessages)) { Networks = [ChainHash.Regtest] });
        var used = new PeerServices { Time = time ?? Time, Loggers = Logs, Meters = Metrics };
        Node = new(Key, protocol?.Invoke(said) ?? said, Handler, options, services?.Invoke(used) ?? used);
        _listener = new(Node, new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Start();
        Dialer = new(Node, publicOnly: false);
    }

    internal PrivateKey Key { get; }

    internal PeerNode Node { get; }

    internal PeerListener Listener => _listener;

    internal PeerDialer Dialer { get; }

    internal Recorder Handler { get; } = new();

    internal ManualTimeProvider Time { get; } = new();

    internal Logs Logs { get; } = new();

    internal Metrics Metrics { get; } = new();

    internal IPEndPoint EndPoint => _listener.EndPoints[0];

    internal NetworkAddress Address => NetworkAddress.Of(EndPoint.Address, (ushort)EndPoint.Port);

    /// <summary>Dials another node, which must work.</summary>
    internal async Task<PeerSession> DialAsync(TestNode other)
    {
        var result = await Dialer.DialAsync(other.Address, other.Key.PublicKey, TestContext.Current.CancellationToken).Soon();
        Assert.True(result.TryGet(out var session, out var failure), failure?.ToString());
        return session;
    }

    /// <summary>Dials another node, which must not work.</summary>
    internal async Task<DialFailure> DialInVainAsync(TestNode other, PublicKey? remote = null)
    {
        var result = await Dialer.DialAsync(other.Address, remote ?? other.Key.PublicKey, TestContext.Current.CancellationToken).Soon();
        Assert.False(result.TryGet(out _, out var failure));
        return failure;
    }

    /// <summary>An open session between this node and a peer that says what a test wants.</summary>
    internal async Task<(RawPeer Peer, PeerSession Session)> OpenRawAsync(PrivateKey? key = null)
    {
        var peer = await RawPeer.OpenAsync(this, key);
        var session = await Handler.NextOpened();
        // An answer means that the handler has returned.
        await peer.PassAsync();
        return (peer, session);
    }

    /// <summary>Keeps a peer connected until the end, whether the test still holds it or not.</summary>
    internal void Keep(RawPeer peer) => _peers.Add(peer);

    public async ValueTask DisposeAsync()
    {
        await Node.StopAsync(new CancellationToken(canceled: true)).Soon();
        Key.Dispose();
        Metrics.Dispose();
        foreach (var peer in _peers) peer.Dispose();
        Assert.DoesNotContain(Logs.Lines, line => line.Contains("this is a bug", StringComparison.Ordinal));
    }
}
