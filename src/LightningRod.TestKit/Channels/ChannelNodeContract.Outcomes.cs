using LightningRod.Ports.Channels;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;
using Xunit;

namespace LightningRod.TestKit.Channels;

public abstract partial class ChannelNodeContract
{
    /// <summary>Release after its not after height is too late.</summary>
    [Fact]
    public async Task Release_AfterItsNotAfterHeight_IsTooLate()
    {
        await using var world = await CreateAsync();
        await using var node = await world.ConnectAsync();
        await using var listener = await ListenAsync(node, 1);
        var height = (await listener.NextAsync<HeightChanged>()).Height;
        var payment = await world.PayAsync();
        var key = (await listener.OfferAsync(payment)).Key;
        await world.MineAsync(2);
        await listener.NextAsync<HeightChanged>(report => report.Height == height + 2);
        Assert.Equal(AnswerOutcome.TooLate, await listener.AnswerAsync(key, new HtlcAnswer.Resume(), 1, height + 1));
        Assert.False(await world.HasArrivedAsync(payment));
        Assert.Equal(AnswerOutcome.Given, await listener.AnswerAsync(key, new HtlcAnswer.Fail(FailureCode.TemporaryChannelFailure), 1));
    }

    /// <summary>Hold at its fail back height fails by itself.</summary>
    [Fact]
    public async Task Hold_AtItsFailBackHeight_FailsByItself()
    {
        await using var world = await CreateAsync();
        await using var node = await world.ConnectAsync();
        await using var listener = await ListenAsync(node, 1);
        var height = (await listener.NextAsync<HeightChanged>()).Height;
        var key = (await listener.OfferAsync(await world.PayAsync())).Key;
        Assert.Equal(AnswerOutcome.Given, await listener.AnswerAsync(key, new HtlcAnswer.Hold(height + 5, FailureCode.TemporaryNodeFailure), 1));
        Assert.Equal(AnswerOutcome.Given, await listener.AnswerAsync(key, new HtlcAnswer.Hold(height + 3, FailureCode.TemporaryNodeFailure), 1));
        await world.MineAsync(3);
        Assert.Equal(HtlcFailureReason.Answered, (await listener.NextAsync<HtlcFailed>(report => report.Key == key)).Reason);
        Assert.Equal(AnswerOutcome.TooLate, await listener.AnswerAsync(key, new HtlcAnswer.Resume(), 1));
    }

    /// <summary>Overdue htlc that the node failed leaves the stream alive.</summary>
    [Fact]
    public async Task Overdue_HtlcThatTheNodeFailed_LeavesTheStreamAlive()
    {
        await using var world = await CreateAsync();
        await using var node = await world.ConnectAsync();
        if (!node.Capabilities.FailsOverdueHtlcs) Assert.Skip("The node fails nothing by itself.");
        await using var listener = await ListenAsync(node, 1);
        var height = (await listener.NextAsync<HeightChanged>()).Height;
        var offer = await listener.OfferAsync(await world.PayAsync());
        await world.MineAsync(offer.AutoFailHeight!.Value.Value - height.Value);
        await listener.NextAsync<HeightChanged>(report => report.Height == offer.AutoFailHeight);
        Assert.Equal(AnswerOutcome.TooLate, await listener.AnswerAsync(offer.Key, new HtlcAnswer.Resume(), 1));
        var next = await world.PayAsync();
        Assert.Equal(AnswerOutcome.Given, await listener.AnswerAsync((await listener.OfferAsync(next)).Key, new HtlcAnswer.Resume(), 1));
    }

    /// <summary>Settle while the payer is away is told as the capability says.</summary>
    [Fact]
    public async Task Settle_WhileThePayerIsAway_IsToldAsTheCapabilitySays()
    {
        await using var world = await CreateAsync();
        await using var node = await world.ConnectAsync();
        await using var listener = await ListenAsync(node, 1);
        var payment = await world.PayAsync();
        var key = (await listener.OfferAsync(payment)).Key;
        await listener.AnswerAsync(key, new HtlcAnswer.Resume(), 1);
        await world.SetOnlineAsync(payer: true, online: false);
        await world.ClaimAsync(payment);
        if (node.Capabilities.Settles == SettleReporting.AtOnce)
        {
            Assert.Equal(payment.Preimage, (await listener.NextAsync<HtlcSettled>(report => report.Key == key)).Preimage);
            return;
        }

        if (node.Capabilities.ListsOutgoingHtlcs)
        {
            await listener.NextAsync<OutgoingResolved>(report => report.Key == key);
            Assert.Equal(HtlcState.OutgoingResolved, (await node.FindHtlcAsync(key, Cancellation)).State);
        }

        await world.SetOnlineAsync(payer: true, online: true);
        if (node.Capabilities.Settles == SettleReporting.WhenPayerIsBack) await listener.NextAsync<HtlcSettled>(report => report.Key == key);
    }

    /// <summary>Channel on chain with aheld htlc takes no resume.</summary>
    [Fact]
    public async Task ChannelOnChain_WithAHeldHtlc_TakesNoResume()
    {
        await using var world = await CreateAsync();
        await using var node = await world.ConnectAsync();
        await using var listener = await ListenAsync(node, 1);
        var payment = await world.PayAsync();
        var key = (await listener.OfferAsync(payment)).Key;
        await world.ForceCloseAsync();
        await listener.NextAsync<ChannelOnChain>(report => report.Channel == key.Channel);
        // A node that offers it again says that it is on chain.
        Assert.NotEqual(AnswerOutcome.Given, await listener.AnswerAsync(key, new HtlcAnswer.Resume(), 1));
        Assert.False(await world.HasArrivedAsync(payment));
        Assert.True((await node.ListChannelsAsync(Cancellation)).Single(row => row.Channel == key.Channel).IsOnChain);
    }

    /// <summary>Presence of apeer is told with its channel.</summary>
    [Fact]
    public async Task Presence_OfAPeer_IsToldWithItsChannel()
    {
        await using var world = await CreateAsync();
        await using var node = await world.ConnectAsync();
        await using var listener = await ListenAsync(node, 1);
        await world.SetOnlineAsync(payer: true, online: false);
        var gone = await listener.NextAsync<ChannelInactive>();
        Assert.Contains(new PeerDisconnected(gone.Peer), listener.Seen);
        await world.SetOnlineAsync(payer: true, online: true);
        await listener.NextAsync<PeerConnected>(report => report.Peer == gone.Peer);
        await listener.NextAsync<ChannelActive>(report => report.Channel == gone.Channel);
    }

    /// <summary>Settle with apreimage claims without aforward.</summary>
    [Fact]
    public async Task Settle_WithAPreimage_ClaimsWithoutAForward()
    {
        await using var world = await CreateAsync();
        await using var node = await world.ConnectAsync();
        await using var listener = await ListenAsync(node, 1);
        var payment = await world.PayAsync();
        var key = (await listener.OfferAsync(payment)).Key;
        Assert.Equal(AnswerOutcome.NotSupported, await listener.AnswerAsync(key, new HtlcAnswer.Settle(new PaymentPreimage(Bytes32.Sha256([]))), 1));
        var outcome = await listener.AnswerAsync(key, new HtlcAnswer.Settle(payment.Preimage), 1);
        Assert.Equal(node.Capabilities.SettlesHtlcs ? AnswerOutcome.Given : AnswerOutcome.NotSupported, outcome);
        if (node.Capabilities.SettlesHtlcs) await listener.NextAsync<HtlcSettled>(report => report.Key == key);
        Assert.False(await world.HasArrivedAsync(payment));
    }

    /// <summary>Sign message with the node key is verified by the node id.</summary>
    [Fact]
    public async Task SignMessage_WithTheNodeKey_IsVerifiedByTheNodeId()
    {
        await using var world = await CreateAsync();
        await using var node = await world.ConnectAsync();
        if (!node.Capabilities.SignsMessages)
        {
            await Assert.ThrowsAsync<NotSupportedException>(() => node.SignMessageAsync("text", Cancellation));
            return;
        }

        var signature = await node.SignMessageAsync("text", Cancellation);
        Assert.True(node.Identity.NodeId.ToPublicKey(out var key) && signature.Verify("text", key));
        Assert.False(signature.Verify("texts", key));
    }

    /// <summary>History of an unknown htlc is never seen or not told.</summary>
    [Fact]
    public async Task History_OfAnUnknownHtlc_IsNeverSeenOrNotTold()
    {
        await using var world = await CreateAsync();
        await using var node = await world.ConnectAsync();
        var channel = (await node.ListChannelsAsync(Cancellation))[0].Channel;
        var state = (await node.FindHtlcAsync(new HtlcKey(node.Identity.Name, channel, 12345), Cancellation)).State;
        Assert.Equal(node.Capabilities.KeepsHistory ? HtlcState.NeverSeen : HtlcState.NotTold, state);
        Assert.Equal(HtlcState.NeverSeen, (await node.FindHtlcAsync(new HtlcKey("another", channel, 0), Cancellation)).State);
    }
}
