using System.Net;
using LightningRod.Peering;
using LightningRod.Peering.Dialing;
using LightningRod.Ports.Messages;
using LightningRod.Relay.Tests.Harness;
using LightningRod.TestKit.Carriers;
using LightningRod.TestKit.Network;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;
using SendOutcome = LightningRod.Ports.Messages.SendOutcome;

namespace LightningRod.Relay.Tests;

public sealed class DialTests
{
    private static readonly NetworkAddress Onion = NetworkAddress.Parse(new string('a', 56) + ".onion:9735").Value;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DialAsync_AnotherRelay_ConnectsBoth()
    {
        await using RelayBed one = new(), other = new();
        await using var reading = new CarrierReading(one.Carrier);
        await using var otherReading = new CarrierReading(other.Carrier);
        Assert.Equal(DialOutcome.Connected, await one.Carrier.DialAsync(other.Carrier.NodeId, [other.Address], None).Soon());
        var session = (await reading.NextAsync<CarrierPeerConnected>()).Session;
        Assert.Equal(one.Carrier.NodeId, (await otherReading.NextAsync<CarrierPeerConnected>()).Peer);
        Assert.Equal(SendOutcome.Acknowledged, await one.Carrier.DeliverAsync(session, [], None).Soon());
    }

    [Fact]
    public async Task DialAsync_AddressesThatLeadNowhere_GoesOnToTheNext()
    {
        await using RelayBed one = new(), other = new();
        await using var dead = new TcpProxy(other.EndPoint) { Refuses = true };
        NetworkAddress[] addresses = [Onion, NetworkAddress.Of(IPAddress.Loopback, (ushort)dead.EndPoint.Port), other.Address];
        Assert.Equal(DialOutcome.Unreachable, await one.Carrier.DialAsync(other.Carrier.NodeId, addresses[..2], None).Soon());
        Assert.Equal(DialOutcome.Connected, await one.Carrier.DialAsync(other.Carrier.NodeId, addresses, None).Soon());
    }

    [Fact]
    public async Task DialAsync_AddressesThatAreNotPublic_AreForbidden()
    {
        await using RelayBed one = new(options => options.AllowPrivateAddresses = false), other = new();
        NetworkAddress[] addresses = [other.Address, NetworkAddress.Parse("10.1.2.3:9735").Value, NetworkAddress.Parse("[::1]:9735").Value, Onion];
        Assert.Equal(DialOutcome.Forbidden, await one.Carrier.DialAsync(other.Carrier.NodeId, addresses, None).Soon());
        Assert.Equal(0, other.Metrics["lsp.peer.handshakes{direction=in,outcome=opened}"]);
    }

    [Fact]
    public async Task DialAsync_NameThatResolvesToAPrivateAddress_IsForbidden()
    {
        using var key = PrivateKey.Generate();
        using var peer = PrivateKey.Generate();
        var services = new PeerServices { Resolver = new Fixed(IPAddress.Parse("192.168.1.1")) };
        var options = RelayBed.Options();
        options.AllowPrivateAddresses = false;
        await using var relay = new RelayCarrier(key, options, services);
        Assert.Equal(
            DialOutcome.Forbidden, await relay.DialAsync(new(peer.PublicKey), [NetworkAddress.Parse("node.example:9735").Value], None).Soon());
    }

    [Fact]
    public async Task DialAsync_PeerOfTheSettings_MayBePrivateAndNeedsNoAddress()
    {
        await using var other = new RelayBed();
        await using var one = new RelayBed(options =>
        {
            options.AllowPrivateAddresses = false;
            options.Peers = [$"{other.Carrier.NodeId}@{other.EndPoint}"];
        });
        Assert.Equal(DialOutcome.Connected, await one.Carrier.DialAsync(other.Carrier.NodeId, [], None).Soon());

        // That holds for this node alone: a stranger cannot name its address for another.
        using var stranger = PrivateKey.Generate();
        Assert.Equal(DialOutcome.Forbidden, await one.Carrier.DialAsync(new(stranger.PublicKey), [other.Address], None).Soon());
    }

    [Fact]
    public async Task DialAsync_NoAddress_IsUnreachable()
    {
        await using var bed = new RelayBed();
        using var key = PrivateKey.Generate();
        Assert.Equal(DialOutcome.Unreachable, await bed.Carrier.DialAsync(new(key.PublicKey), [], None).Soon());
        Assert.Equal(DialOutcome.Unreachable, await bed.Carrier.DialAsync(default, [bed.Address], None).Soon());
    }

    [Fact]
    public async Task DialAsync_PeerThatAnswersNothing_EndsWithItsTimeOut()
    {
        await using RelayBed one = new(options => options.DialTimeout = TimeSpan.FromSeconds(5)), other = new();
        await using var proxy = new TcpProxy(other.EndPoint);
        proxy.Stall(ProxyDirection.ToCaller);
        var dial = one.Carrier.DialAsync(other.Carrier.NodeId, [NetworkAddress.Of(IPAddress.Loopback, (ushort)proxy.EndPoint.Port)], None);
        await Waiting.Until(() => other.Metrics["lsp.peer.sessions{direction=in}"] + proxy.Count > 0);
        one.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(DialOutcome.Unreachable, await dial.Soon());
    }

    [Fact]
    public async Task DialAsync_SomebodyElseDialsWrongAddresses_TriesItsOwnThen()
    {
        await using RelayBed one = new(options => options.DialTimeout = TimeSpan.FromSeconds(5)), other = new();
        await using var proxy = new TcpProxy(other.EndPoint);
        proxy.Stall(ProxyDirection.ToCaller);
        var bad = NetworkAddress.Of(IPAddress.Loopback, (ushort)proxy.EndPoint.Port);
        var first = one.Carrier.DialAsync(other.Carrier.NodeId, [bad], None);
        await Waiting.Until(() => proxy.Count > 0);
        var same = one.Carrier.DialAsync(other.Carrier.NodeId, [bad], None);
        var better = one.Carrier.DialAsync(other.Carrier.NodeId, [other.Address], None);
        Assert.False(better.IsCompleted);
        one.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal([DialOutcome.Unreachable, DialOutcome.Connected], [await first.Soon(), await better.Soon()]);
        Assert.Contains(await same.Soon(), new[] { DialOutcome.Unreachable, DialOutcome.Connected });
    }

    [Fact]
    public async Task DialAsync_CancelledByOne_GoesOnForTheOthers()
    {
        await using RelayBed one = new(), other = new();
        await using var proxy = new TcpProxy(other.EndPoint);
        proxy.Stall(ProxyDirection.ToCaller);
        var address = NetworkAddress.Of(IPAddress.Loopback, (ushort)proxy.EndPoint.Port);
        using var cancellation = new CancellationTokenSource();
        var given = one.Carrier.DialAsync(other.Carrier.NodeId, [address], cancellation.Token);
        var kept = one.Carrier.DialAsync(other.Carrier.NodeId, [address], None);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given.Soon());
        proxy.Resume(ProxyDirection.ToCaller);
        Assert.Equal(DialOutcome.Connected, await kept.Soon());
        Assert.Equal(1, one.Metrics["lsp.relay.dials{outcome=cancelled}"]);
    }

    private sealed class Fixed(IPAddress address) : IHostResolver
    {
        public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<IPAddress>>([address]);
    }
}
