using System.Net;
using System.Net.Sockets;
using LightningRod.Ports.Messages;
using LightningRod.Relay.Tests.Harness;
using LightningRod.TestKit.Carriers;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Relay.Tests;

public sealed class SessionTests
{
    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Init_OfTheRelay_OffersWhatItDoes()
    {
        await using var bed = new RelayBed(options => (options.MoreFeatures, options.Chain) = ([1001], "regtest"));
        var wallet = bed.Keep(await Wallet.DialAsync(bed.EndPoint, bed.Carrier.NodeId));
        Assert.Equal(Features.Of(FeatureBit.OnionMessages, FeatureBit.Lsps0, FeatureBit.LightningRod, 1001), wallet.Init.Features);
        Assert.Equal([ChainHash.Regtest], wallet.Init.Networks);
    }

    [Fact]
    public async Task Open_SecondSessionOfANode_IsToldAndEndsTheFirst()
    {
        await using var bed = new RelayBed();
        await using var reading = new CarrierReading(bed.Carrier);
        using var key = PrivateKey.Generate();
        var (older, first) = await bed.ConnectAsync(reading, key);
        var newer = bed.Keep(await Wallet.DialAsync(bed.EndPoint, bed.Carrier.NodeId, key));
        await older.Ended.Soon();
        CarrierReport[] told = [await reading.FindAsync<CarrierReport>(), await reading.FindAsync<CarrierReport>()];
        Assert.Contains(new CarrierPeerDisconnected(older.Id, first), told);
        var second = Assert.Single(told.OfType<CarrierPeerConnected>());
        Assert.NotEqual(first, second.Session);
        Assert.Equal(1, bed.Carrier.PeerCount);
        Assert.Equal(SendOutcome.PeerGone, await bed.Carrier.DeliverAsync(first, [], None).Soon());
        Assert.Equal(SendOutcome.Acknowledged, await bed.Carrier.DeliverAsync(second.Session, [], None).Soon());
        Assert.Equal(newer.Id, second.Peer);
    }

    [Fact]
    public async Task Open_OwnKey_IsRefused()
    {
        await using var bed = new RelayBed();
        await using var reading = new CarrierReading(bed.Carrier);
        var copy = Wallet.DialAsync(bed.EndPoint, bed.Carrier.NodeId, Copy(bed.Key));
        await Assert.ThrowsAnyAsync<Exception>(() => copy.Soon());
        Assert.Equal(DialOutcome.Unreachable, await bed.Carrier.DialAsync(bed.Carrier.NodeId, [bed.Address], None).Soon());
        Assert.Equal(0, bed.Carrier.PeerCount);
        // Nothing was told of it.
        var (wallet, _) = await bed.ConnectAsync(reading);
        Assert.Equal(1, bed.Metrics["lsp.relay.reports{kind=connected}"]);
        Assert.Equal(SendOutcome.Sent, await bed.Carrier.SendAsync(wallet.Id, new Lsps0Frame(ByteString.CopyOf("{}"u8)), None).Soon());
    }

    [Fact]
    public async Task Open_ThousandsOfConnectionsWithoutAnInit_AreBoundedAndDoNotShutWalletsOut()
    {
        const int most = 100;
        await using var bed = new RelayBed(options => (options.Peering.MaxHandshakes, options.Peering.MaxHandshakesPerAddress) = (most, most - 20));
        await using var reading = new CarrierReading(bed.Carrier);
        var sockets = new List<Socket>();
        try
        {
            for (var i = 0; i < 2000; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                sockets.Add(socket);
                await socket.ConnectAsync(bed.EndPoint, None);
            }

            await Waiting.Until(() => bed.Metrics["lsp.peer.handshakes{direction=in,outcome=too_many_handshakes}"] == 2000 - most + 20);
            Assert.Equal(0, bed.Carrier.PeerCount);

            // Those that were let in run into their time-out, and then there is room.
            bed.Time.Advance(TimeSpan.FromSeconds(11));
            await Waiting.Until(() => bed.Metrics["lsp.peer.handshakes{direction=in,outcome=handshake_timeout}"] == most - 20);
            await bed.ConnectAsync(reading);
        }
        finally
        {
            foreach (var socket in sockets) socket.Dispose();
        }
    }

    [Fact]
    public async Task Open_MoreSessionsThanAllowed_AreRefusedOneByOne()
    {
        await using var bed = new RelayBed(options => options.Peering.MaxSessions = 3);
        await using var reading = new CarrierReading(bed.Carrier);
        for (var i = 0; i < 3; i++) await bed.ConnectAsync(reading);
        var fourth = bed.Keep(await Wallet.DialAsync(bed.EndPoint, bed.Carrier.NodeId));
        await fourth.Ended.Soon();
        Assert.NotNull(fourth.Warning);
        Assert.Equal(3, bed.Carrier.PeerCount);
    }

    [Fact]
    public async Task CloseAsync_WithAReason_TellsThePeer()
    {
        await using var bed = new RelayBed();
        await using var reading = new CarrierReading(bed.Carrier);
        var (wallet, session) = await bed.ConnectAsync(reading);
        await bed.Carrier.CloseAsync(session, "suspended: " + new string('x', 100_000), None);
        await wallet.Ended.Soon();
        Assert.StartsWith("suspended: xxx", wallet.Warning, StringComparison.Ordinal);
        Assert.Equal(session, (await reading.NextAsync<CarrierPeerDisconnected>()).Session);
    }

    [Fact]
    public async Task StopAsync_OpenSessions_AreToldAndTheReadingEnds()
    {
        await using var bed = new RelayBed(time: TimeProvider.System);
        await using var reading = new CarrierReading(bed.Carrier);
        var (one, first) = await bed.ConnectAsync(reading);
        var (other, second) = await bed.ConnectAsync(reading);
        Assert.Equal(SendOutcome.Sent, await bed.Carrier.SendAsync(one.Id, new Lsps0Frame(ByteString.CopyOf("{}"u8)), None).Soon());
        await bed.Carrier.StopAsync(None).Soon();
        await Task.WhenAll(one.Ended, other.Ended, reading.Completion).Soon();
        Assert.IsType<Lsps0Frame>(await one.ReceiveAsync(None).Soon());
        CarrierPeerDisconnected[] told = [await reading.NextAsync<CarrierPeerDisconnected>(), await reading.NextAsync<CarrierPeerDisconnected>()];
        Assert.Equal(new[] { first, second }.ToHashSet(), told.Select(report => report.Session).ToHashSet());
        Assert.Equal(SendOutcome.PeerGone, await bed.Carrier.SendAsync(one.Id, new Lsps0Frame(ByteString.CopyOf("{}"u8)), None).Soon());
        Assert.Equal(DialOutcome.Unreachable, await bed.Carrier.DialAsync(one.Id, [bed.Address], None).Soon());
        await using var late = new CarrierReading(bed.Carrier);
        await late.Completion.Soon();
    }

    [Fact]
    public async Task Start_OnThePortOfTheOneBefore_WorksAndTheOldSessionsAreGone()
    {
        using var relayKey = PrivateKey.Generate();
        using var walletKey = PrivateKey.Generate();
        IPEndPoint endPoint;
        var seen = new HashSet<SessionId>();
        await using (var bed = new RelayBed(key: Copy(relayKey), time: TimeProvider.System))
        {
            endPoint = bed.EndPoint;
            await using var reading = new CarrierReading(bed.Carrier);
            seen.Add((await bed.ConnectAsync(reading, walletKey)).Session);
        }

        await using var next = new RelayBed(options => options.Listen = [endPoint.ToString()], Copy(relayKey), TimeProvider.System);
        Assert.Equal(endPoint, next.EndPoint);
        await using var again = new CarrierReading(next.Carrier);
        var (wallet, session) = await next.ConnectAsync(again, walletKey);
        Assert.True(seen.Add(session));
        Assert.Equal(SendOutcome.PeerGone, await next.Carrier.DeliverAsync(seen.First(), [], None).Soon());
        Assert.Equal(SendOutcome.Acknowledged, await next.Carrier.DeliverAsync(session, [], None).Soon());
        Assert.True(await wallet.PingAsync().Soon());
    }

    [Fact]
    public async Task Start_OnAPortThatIsTaken_SaysSo()
    {
        await using var bed = new RelayBed();
        using var key = PrivateKey.Generate();
        await using var second = new RelayCarrier(key, new() { Listen = [bed.EndPoint.ToString()] });
        Assert.Throws<SocketException>(second.Start);
    }

    [Fact]
    public async Task Metrics_OfARelay_NameNobody()
    {
        await using var bed = new RelayBed();
        await using var reading = new CarrierReading(bed.Carrier);
        var (wallet, session) = await bed.ConnectAsync(reading);
        await bed.Carrier.DeliverAsync(session, [], None).Soon();
        await bed.Carrier.DialAsync(wallet.Id, [], None).Soon();
        Assert.Equal(1, bed.Metrics["lsp.relay.deliveries{outcome=acknowledged}"]);
        Assert.Equal(1, bed.Metrics["lsp.relay.dials{outcome=connected}"]);
        Assert.Empty(bed.Metrics.TagKeys.Keys.Except(["kind", "outcome", "reason", "direction", "family"]));
    }

    private static PrivateKey Copy(PrivateKey key)
    {
        var bytes = new byte[PrivateKey.Size];
        key.Export(bytes);
        return PrivateKey.FromHex(Convert.ToHexString(bytes));
    }
}
