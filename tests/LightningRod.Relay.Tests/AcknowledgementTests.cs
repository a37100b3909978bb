using LightningRod.Ports.Messages;
using LightningRod.Relay.Tests.Harness;
using LightningRod.TestKit.Carriers;
using LightningRod.TestKit.Network;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;

namespace LightningRod.Relay.Tests;

/// <summary>What a delivery says when the network is bad.</summary>
public sealed class AcknowledgementTests
{
    private const ushort Custom = 40_001;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(25);

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DeliverAsync_ConnectionCutInTheMiddle_IsNotAcknowledged()
    {
        await using var bed = new RelayBed();
        await using var proxy = new TcpProxy(bed.EndPoint);
        await using var reading = new CarrierReading(bed.Carrier);
        var (wallet, session) = await bed.ConnectAsync(reading, endPoint: proxy.EndPoint);
        proxy.CutAfter(ProxyDirection.ToCaller, 5000);
        Assert.Equal(SendOutcome.PeerGone, await bed.Carrier.DeliverAsync(session, Batch(20, 1000), None).Soon());
        await wallet.Ended.Soon();
        Assert.Equal(session, (await reading.FindAsync<CarrierPeerDisconnected>()).Session);

        // The wallet comes back, and gets the whole batch on its new session.
        var (again, newSession) = await bed.ConnectAsync(reading);
        Assert.Equal(SendOutcome.Acknowledged, await bed.Carrier.DeliverAsync(newSession, Batch(20, 1000), None).Soon());
        foreach (var message in Batch(20, 1000)) Assert.Equal(message, await again.ReceiveAsync(None).Soon());
    }

    [Fact]
    public async Task DeliverAsync_PongThatNeverArrives_IsDeadAfterTwoPings()
    {
        await using var bed = new RelayBed();
        await using var proxy = new TcpProxy(bed.EndPoint);
        await using var reading = new CarrierReading(bed.Carrier);
        var (wallet, session) = await bed.ConnectAsync(reading, endPoint: proxy.EndPoint);
        proxy.Stall(ProxyDirection.ToTarget);
        var delivery = bed.Carrier.DeliverAsync(session, Batch(3, 100), None).AsTask();
        foreach (var message in Batch(3, 100)) Assert.Equal(message, await wallet.ReceiveAsync(None).Soon());
        for (var keepAlives = 0; keepAlives < 3; keepAlives++)
        {
            await Waiting.Until(() => wallet.Pings == 1 + keepAlives);
            Assert.False(delivery.IsCompleted);
            bed.Time.Advance(Interval);
        }

        Assert.Equal(SendOutcome.PeerGone, await delivery.Soon());
        Assert.Equal(session, (await reading.FindAsync<CarrierPeerDisconnected>()).Session);
        Assert.Equal(1, bed.Metrics["lsp.peer.sessions.closed{reason=dead}"]);
    }

    [Fact]
    public async Task DeliverAsync_PeerThatTakesNothingIn_IsDeadAfterTwoIntervals()
    {
        await using var bed = new RelayBed();
        await using var proxy = new TcpProxy(bed.EndPoint);
        await using var reading = new CarrierReading(bed.Carrier);
        var (_, session) = await bed.ConnectAsync(reading, endPoint: proxy.EndPoint);
        proxy.Stall(ProxyDirection.ToCaller);
        // More than all buffers on the way hold, and far more than the queue's.
        var delivery = bed.Carrier.DeliverAsync(session, Batch(600, 60_000), None).AsTask();
        for (var i = 0; i < 4 && !delivery.IsCompleted; i++)
        {
            await SettleAsync();
            bed.Time.Advance(Interval);
        }

        Assert.Equal(SendOutcome.PeerGone, await delivery.Soon());
        Assert.Equal(1, bed.Metrics["lsp.peer.sessions.closed{reason=dead}"]);
    }

    [Fact]
    public async Task DeliverAsync_FarMoreThanTheQueueHolds_GoesOnAsRoomComes()
    {
        await using var bed = new RelayBed(options => options.Peering.SendQueueMessages = 4);
        await using var reading = new CarrierReading(bed.Carrier);
        var (wallet, session) = await bed.ConnectAsync(reading);
        var delivery = bed.Carrier.DeliverAsync(session, Batch(500, 2000), None).AsTask();
        foreach (var message in Batch(500, 2000)) Assert.Equal(message, await wallet.ReceiveAsync(None).Soon());
        Assert.Equal(SendOutcome.Acknowledged, await delivery.Soon());
    }

    [Fact]
    public async Task DeliverAsync_SlowNetwork_IsAcknowledgedAllTheSame()
    {
        await using var bed = new RelayBed();
        await using var proxy = new TcpProxy(bed.EndPoint);
        await using var reading = new CarrierReading(bed.Carrier);
        var (wallet, session) = await bed.ConnectAsync(reading, endPoint: proxy.EndPoint);
        proxy.Delay(ProxyDirection.ToCaller, TimeSpan.FromMilliseconds(30));
        proxy.Delay(ProxyDirection.ToTarget, TimeSpan.FromMilliseconds(30));
        Assert.Equal(SendOutcome.Acknowledged, await bed.Carrier.DeliverAsync(session, Batch(50, 1000), None).Soon());
        foreach (var message in Batch(50, 1000)) Assert.Equal(message, await wallet.ReceiveAsync(None).Soon());
    }

    [Fact]
    public async Task DeliverAsync_PeerThatOnlyPingsAndNeverPongs_EndsWithTheSession()
    {
        await using var bed = new RelayBed();
        await using var reading = new CarrierReading(bed.Carrier);
        var (wallet, session) = await bed.ConnectAsync(reading);
        wallet.HoldPongs();
        var delivery = bed.Carrier.DeliverAsync(session, Batch(1, 100), None).AsTask();
        for (var i = 0; i < 4 && !delivery.IsCompleted; i++)
        {
            if (!await wallet.PingAsync().Soon()) break;
            bed.Time.Advance(Interval);
        }

        Assert.Equal(SendOutcome.PeerGone, await delivery.Soon());
    }

    [Fact]
    public async Task DeliverAsync_LongerThanItMayTake_ClosesTheSession()
    {
        // A peer that sends what the reader leaves lying is not dead, but its batches never end.
        await using var bed = new RelayBed(options => options.DeliverTimeout = TimeSpan.FromSeconds(20));
        await using var reading = new CarrierReading(bed.Carrier);
        var (wallet, session) = await bed.ConnectAsync(reading);
        wallet.HoldPongs();
        var delivery = bed.Carrier.DeliverAsync(session, Batch(1, 100), None).AsTask();
        Assert.Equal(Batch(1, 100)[0], await wallet.ReceiveAsync(None).Soon());
        await Waiting.Until(() => wallet.Pings == 1);
        bed.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(SendOutcome.PeerGone, await delivery.Soon());
        await wallet.Ended.Soon();
        Assert.NotNull(wallet.Warning);
        Assert.Equal(1, bed.Metrics["lsp.relay.deliveries{outcome=peer_gone}"]);
    }

    [Fact]
    public async Task DeliverAsync_TooManyBatchesAtOnce_AreRefusedAndSendNothing()
    {
        await using var bed = new RelayBed();
        await using var reading = new CarrierReading(bed.Carrier);
        var (wallet, session) = await bed.ConnectAsync(reading);
        wallet.HoldPongs();
        var deliveries = Enumerable.Range(0, 40).Select(_ => bed.Carrier.DeliverAsync(session, Batch(1, 10), None).AsTask()).ToList();
        await Waiting.Until(() => deliveries.Count(delivery => delivery.IsCompleted) == 24);
        await wallet.ReleasePongsAsync();
        var outcomes = await Task.WhenAll(deliveries).Soon();
        Assert.Equal((16, 24), (outcomes.Count(o => o == SendOutcome.Acknowledged), outcomes.Count(o => o == SendOutcome.Busy)));
        for (var i = 0; i < 16; i++) await wallet.ReceiveAsync(None).Soon();
        Assert.Equal(SendOutcome.Sent, await bed.Carrier.SendAsync(wallet.Id, new UnknownMessage(Custom, ByteString.Empty), None).Soon());
        Assert.Equal(new UnknownMessage(Custom, ByteString.Empty), await wallet.ReceiveAsync(None).Soon());
    }

    [Fact]
    public async Task DeliverAsync_MessageThatIsNoneOfACarrier_IsNotSupported()
    {
        await using var bed = new RelayBed();
        await using var reading = new CarrierReading(bed.Carrier);
        var (wallet, session) = await bed.ConnectAsync(reading);
        foreach (var message in new PeerMessage[] { new Ping(1), new Init(default), new Warning("no") })
        {
            Assert.Equal(SendOutcome.NotSupported, await bed.Carrier.DeliverAsync(session, [.. Batch(1, 10), message], None).Soon());
            Assert.Equal(SendOutcome.NotSupported, await bed.Carrier.SendAsync(wallet.Id, message, None).Soon());
        }
    }

    /// <summary>Lets the kernel's buffers fill; nothing depends on how far they are.</summary>
    private static Task SettleAsync() => Task.Delay(TimeSpan.FromSeconds(0.3), TimeProvider.System, None);

    private static List<PeerMessage> Batch(int count, int bytes) =>
        [.. Enumerable.Range(0, count).Select(i => new UnknownMessage(Custom, ByteString.Own((byte[])[.. BitConverter.GetBytes(i), .. new byte[bytes]])))];
}
