using LightningRod.Ports.Messages;
using LightningRod.Wire.Messages;
using Xunit;

namespace LightningRod.TestKit.Carriers;

/// <content>What is acknowledged.</content>
public abstract partial class MessageCarrierContract
{
    /// <summary>Messages come in order, and only the pong behind them acknowledges.</summary>
    [Fact]
    public async Task DeliverAsync_Batch_IsAcknowledgedOnlyByThePong()
    {
        if (!Carrier.Capabilities.Acknowledges) return;
        await using var reading = new CarrierReading(Carrier);
        var (peer, session) = await ConnectAsync(reading, 1);
        peer.HoldPongs();
        var delivery = Carrier.DeliverAsync(session, Batch(0, 20), Cancel).AsTask();
        await AssertReceivesAsync(peer, Batch(0, 20));
        Assert.False(delivery.IsCompleted);
        await peer.ReleasePongsAsync().Soon();
        Assert.Equal(SendOutcome.Acknowledged, await delivery.Soon());
    }

    /// <summary>A batch of nothing asks whether the peer is there.</summary>
    [Fact]
    public async Task DeliverAsync_NoMessages_IsAcknowledged()
    {
        if (!Carrier.Capabilities.Acknowledges) return;
        await using var reading = new CarrierReading(Carrier);
        var (_, session) = await ConnectAsync(reading, 1);
        Assert.Equal(SendOutcome.Acknowledged, await Carrier.DeliverAsync(session, [], Cancel).Soon());
    }

    /// <summary>What the peer read without saying so is not known to have arrived.</summary>
    [Fact]
    public async Task DeliverAsync_SessionThatEndsBeforeThePong_IsNotAcknowledged()
    {
        if (!Carrier.Capabilities.Acknowledges) return;
        await using var reading = new CarrierReading(Carrier);
        var (peer, session) = await ConnectAsync(reading, 1);
        peer.HoldPongs();
        var delivery = Carrier.DeliverAsync(session, Batch(0, 3), Cancel).AsTask();
        await AssertReceivesAsync(peer, Batch(0, 3));
        await peer.DisconnectAsync().Soon();
        Assert.Equal(SendOutcome.PeerGone, await delivery.Soon());
        Assert.Equal(SendOutcome.PeerGone, await Carrier.DeliverAsync(session, Batch(0, 3), Cancel).Soon());
    }

    /// <summary>A batch is bound to its session, whatever other one the node has.</summary>
    [Fact]
    public async Task DeliverAsync_OlderSession_NeverGoesOverTheNewer()
    {
        if (!Carrier.Capabilities.Acknowledges) return;
        await using var reading = new CarrierReading(Carrier);
        var (older, session) = await ConnectAsync(reading, 1);
        older.HoldPongs();
        var before = Carrier.DeliverAsync(session, [Any(1)], Cancel).AsTask();
        await AssertReceivesAsync(older, Any(1));
        var (newer, newerSession) = await ConnectAsync(reading, 1);
        Assert.NotEqual(session, newerSession);
        var after = Carrier.DeliverAsync(session, [Any(2)], Cancel).AsTask();
        Assert.Equal(SendOutcome.Acknowledged, await Carrier.DeliverAsync(newerSession, [Any(3)], Cancel).Soon());
        await AssertReceivesAsync(newer, Any(3));
        await older.DisconnectAsync().Soon();
        Assert.Equal([SendOutcome.PeerGone, SendOutcome.PeerGone], await Task.WhenAll(before, after).Soon());
        Assert.Equal(SendOutcome.Acknowledged, await Carrier.DeliverAsync(newerSession, [Any(4)], Cancel).Soon());
        await AssertReceivesAsync(newer, Any(4));
    }

    /// <summary>A name of an earlier life of the carrier reaches nobody.</summary>
    [Fact]
    public async Task DeliverAsync_SessionThatNeverWas_IsGone()
    {
        if (!Carrier.Capabilities.Acknowledges) return;
        await using var reading = new CarrierReading(Carrier);
        var (peer, _) = await ConnectAsync(reading, 1);
        Assert.Equal(SendOutcome.PeerGone, await Carrier.DeliverAsync(new SessionId(Guid.NewGuid()), [Any(1)], Cancel).Soon());
        Assert.Equal(SendOutcome.Sent, await Carrier.SendAsync(peer.Id, Any(2), Cancel).Soon());
        await AssertReceivesAsync(peer, Any(2));
    }

    /// <summary>Concurrent batches do not confuse each other.</summary>
    [Fact]
    public async Task DeliverAsync_ManyBatchesAtOnce_EachArrivesInItsOrder()
    {
        if (!Carrier.Capabilities.Acknowledges) return;
        await using var reading = new CarrierReading(Carrier);
        var (peer, session) = await ConnectAsync(reading, 1);
        var deliveries = Enumerable.Range(0, 8)
            .Select(i => Task.Run(() => Carrier.DeliverAsync(session, Batch(100 * i, 5), Cancel).AsTask(), Cancel)).ToList();
        var got = new List<string>();
        for (var i = 0; i < 40; i++) got.Add(Convert.ToHexString((await peer.ReceiveAsync(Cancel).Soon()).ToArray()));
        Assert.All(await Task.WhenAll(deliveries).Soon(), outcome => Assert.Equal(SendOutcome.Acknowledged, outcome));
        for (var i = 0; i < 8; i++)
        {
            var places = Batch(100 * i, 5).Select(message => got.IndexOf(Convert.ToHexString(message.ToArray()))).ToList();
            Assert.DoesNotContain(-1, places);
            Assert.Equal(places.Order(), places);
        }
    }

    /// <summary>A silent peer is waited for alone.</summary>
    [Fact]
    public async Task DeliverAsync_PeerThatGivesNoPong_KeepsNobodyElseWaiting()
    {
        if (!Carrier.Capabilities.Acknowledges) return;
        await using var reading = new CarrierReading(Carrier);
        var (silent, session) = await ConnectAsync(reading, 1);
        var (_, otherSession) = await ConnectAsync(reading, 2);
        silent.HoldPongs();
        var waiting = Carrier.DeliverAsync(session, Batch(0, 3), Cancel).AsTask();
        await AssertReceivesAsync(silent, Batch(0, 3));
        for (var i = 0; i < 10; i++) Assert.Equal(SendOutcome.Acknowledged, await Carrier.DeliverAsync(otherSession, Batch(i, 2), Cancel).Soon());
        Assert.False(waiting.IsCompleted);
        await silent.ReleasePongsAsync().Soon();
        Assert.Equal(SendOutcome.Acknowledged, await waiting.Soon());
    }

    /// <summary>Who gives up waiting may go on with the same session.</summary>
    [Fact]
    public async Task DeliverAsync_Cancelled_EndsTheWaitAndLeavesTheSession()
    {
        if (!Carrier.Capabilities.Acknowledges) return;
        await using var reading = new CarrierReading(Carrier);
        var (peer, session) = await ConnectAsync(reading, 1);
        peer.HoldPongs();
        using var cancellation = new CancellationTokenSource();
        var delivery = Carrier.DeliverAsync(session, [Any(1)], cancellation.Token).AsTask();
        await AssertReceivesAsync(peer, Any(1));
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.Soon());
        var next = Carrier.DeliverAsync(session, [Any(2)], Cancel).AsTask();
        await AssertReceivesAsync(peer, Any(2));
        await peer.ReleasePongsAsync().Soon();
        Assert.Equal(SendOutcome.Acknowledged, await next.Soon());
    }

    private List<PeerMessage> Batch(int first, int count) => [.. Enumerable.Range(first, count).Select(Any)];
}
