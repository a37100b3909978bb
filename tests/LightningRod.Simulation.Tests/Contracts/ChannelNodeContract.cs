using LightningRod.Ports.Channels;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Tests.Contracts;

/// <summary>What every <see cref="IChannelNode"/> that intercepts must do. Where its capabilities say no, the refusal is what is tested.</summary>
public abstract class ChannelNodeContract
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract Task<IChannelNodeWorld> CreateAsync();

    [Fact]
    public async Task Stream_WhenItOpens_TellsHeightThenPeersAndChannels()
    {
        await using var world = await CreateAsync();
        await using var node = await world.ConnectAsync();
        await using var listener = await ListenAsync(node, 1);
        var channels = await node.ListChannelsAsync(Cancellation);
        foreach (var _ in channels) await listener.NextAsync<ChannelActive>();
        Assert.IsType<HeightChanged>(listener.Seen[0]);
        Assert.Equal(channels.Select(row => row.Channel).Order(ChannelOrder), listener.Seen.OfType<ChannelActive>().Select(row => row.Channel).Order(ChannelOrder));
        Assert.All(channels, channel => Assert.Contains(new PeerConnected(channel.Peer), listener.Seen));
    }

    [Fact]
    public async Task Offer_ThatIsNotAnswered_GoesNowhere()
    {
        await using var world = await CreateAsync();
        await using var node = await world.ConnectAsync();
        await using var listener = await ListenAsync(node, 1);
        var payment = await world.PayAsync();
        var offer = await listener.OfferAsync(payment);
        Assert.Equal((node.Identity.Name, payment.Expiry), (offer.Key.Node, offer.IncomingExpiry));
        Assert.True(offer.OutgoingAmount <= offer.IncomingAmount && offer.OutgoingExpiry < offer.IncomingExpiry);
        Assert.Equal(node.Capabilities.TellsAutoFailHeight, offer.AutoFailHeight is not null);
        Assert.False(await world.HasArrivedAsync(payment));
        var channel = (await node.ListChannelsAsync(Cancellation)).Single(row => row.Channel == offer.Key.Channel);
        Assert.Equal((offer.IncomingPeer, 1), (channel.Peer, channel.IncomingSlotsTaken));
        if (node.Capabilities.KeepsHistory) Assert.Equal(HtlcState.NotForwarded, (await node.FindHtlcAsync(offer.Key, Cancellation)).State);
    }

    [Fact]
    public async Task Resume_OfAnOffer_PassesAndSettles()
    {
        await using var world = await CreateAsync();
        await using var node = await world.ConnectAsync();
        await using var listener = await ListenAsync(node, 1);
        var payment = await world.PayAsync();
        var key = (await listener.OfferAsync(payment)).Key;
        Assert.Equal(AnswerOutcome.Given, await listener.AnswerAsync(key, new HtlcAnswer.Resume(), 1));
        if (node.Capabilities.ReportsForwards) await listener.NextAsync<HtlcForwarded>(report => report.Key == key);
        if (node.Capabilities.ListsOutgoingHtlcs)
            Assert.Equal(payment.Hash, Assert.Single(await node.ListOutgoingHtlcsAsync(Cancellation)).PaymentHash);
        await world.ClaimAsync(payment);
        if (node.Capabilities.Settles != SettleReporting.Never) await listener.NextAsync<HtlcSettled>(report => report.Key == key);
        if (node.Capabilities.KeepsHistory) Assert.Equal(HtlcState.Settled, (await node.FindHtlcAsync(key, Cancellation)).State);
    }

    [Fact]
    public async Task Fail_WithAnyCode_FailsTheHtlc()
    {
        await using var world = await CreateAsync();
        await using var node = await world.ConnectAsync();
        await using var listener = await ListenAsync(node, 1);
        var payment = await world.PayAsync();
        var key = (await listener.OfferAsync(payment)).Key;
        Assert.Equal(AnswerOutcome.Given, await listener.AnswerAsync(key, new HtlcAnswer.Fail(FailureCode.UnknownNextPeer), 1));
        Assert.Equal(HtlcFailureReason.Answered, (await listener.NextAsync<HtlcFailed>(report => report.Key == key)).Reason);
        Assert.False(await world.HasArrivedAsync(payment));
    }

    [Fact]
    public async Task SecondAnswer_ForOneOffer_NeverReachesTheNode()
    {
        await using var world = await CreateAsync();
        await using var node = await world.ConnectAsync();
        await using var listener = await ListenAsync(node, 1);
        var (first, second) = (await world.PayAsync(), await world.PayAsync());
        var key = (await listener.OfferAsync(first)).Key;
        Assert.Equal(AnswerOutcome.Given, await listener.AnswerAsync(key, new HtlcAnswer.Resume(), 1));
        Assert.Equal(AnswerOutcome.KeyUnknown, await listener.AnswerAsync(key, new HtlcAnswer.Resume(), 1));
        Assert.Equal(AnswerOutcome.KeyUnknown, await listener.AnswerAsync(key with { HtlcId = 9999 }, new HtlcAnswer.Resume(), 1));
        // The stream lives.
        Assert.Equal(AnswerOutcome.Given, await listener.AnswerAsync((await listener.OfferAsync(second)).Key, new HtlcAnswer.Resume(), 1));
        Assert.True(await world.HasArrivedAsync(first) && await world.HasArrivedAsync(second));
    }

    [Fact]
    public async Task Unanswered_WhenTheStreamWasLost_AreOfferedToTheNext()
    {
        await using var world = await CreateAsync();
        await using var node = await world.ConnectAsync();
        var lost = await ListenAsync(node, 1);
        var waiting = await lost.OfferAsync(await world.PayAsync());
        var resumed = await lost.OfferAsync(await world.PayAsync());
        Assert.Equal(AnswerOutcome.Given, await lost.AnswerAsync(resumed.Key, new HtlcAnswer.Resume(), 1));
        await lost.DisposeAsync();
        Assert.Equal(AnswerOutcome.StreamGone, await lost.AnswerAsync(waiting.Key, new HtlcAnswer.Resume(), 1));

        await using var listener = await ListenAsync(node, 2);
        var again = await listener.NextAsync<HtlcOffered>();
        Assert.True(again.Offer.MayBeReplay);
        Assert.Equal(waiting.Key, again.Offer.Key);
        Assert.False(await world.HasArrivedAsync(new ContractPayment(again.Offer.PaymentHash, default, default)));
        Assert.Equal(AnswerOutcome.Given, await listener.AnswerAsync(again.Offer.Key, new HtlcAnswer.Resume(), 2));
    }

    [Fact]
    public async Task SecondStream_WhileOneIsOpen_NeverStandsBesideIt()
    {
        await using var world = await CreateAsync();
        await using var node = await world.ConnectAsync();
        await using var first = await ListenAsync(node, 5);
        switch (await node.OpenStreamAsync(6, Cancellation))
        {
            case StreamOpening.Taken taken:
                Assert.NotEmpty(taken.Reason);
                break;
            case StreamOpening.Opened opened:
                await using (opened.Interceptor)
                {
                    await first.NextAsync<StreamLost>();
                    Assert.True(await first.EndsAsync());
                    Assert.IsType<StreamOpening.Fenced>(await node.OpenStreamAsync(5, Cancellation));
                }

                break;
            default:
                Assert.Fail("A higher epoch is never fenced.");
                break;
        }
    }

    [Fact]
    public async Task Answer_OfALowerEpoch_IsFenced()
    {
        await using var world = await CreateAsync();
        await using var node = await world.ConnectAsync();
        await using var listener = await ListenAsync(node, 3);
        var key = (await listener.OfferAsync(await world.PayAsync())).Key;
        Assert.Equal(AnswerOutcome.Fenced, await listener.AnswerAsync(key, new HtlcAnswer.Resume(), 2));
        Assert.Equal(AnswerOutcome.Given, await listener.AnswerAsync(key, new HtlcAnswer.Resume(), 3));
    }

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

    private static Comparer<ChannelId> ChannelOrder { get; } = Comparer<ChannelId>.Create((left, right) => string.CompareOrdinal(left.ToString(), right.ToString()));

    private static async Task<Listener> ListenAsync(IChannelNode node, ulong epoch)
    {
        // A stream that was disposed may be open for a moment at its node.
        while (true)
        {
            var opening = await node.OpenStreamAsync(epoch, Cancellation);
            if (opening is StreamOpening.Opened opened) return new Listener(opened.Interceptor);
            Assert.IsType<StreamOpening.Taken>(opening);
            await Task.Yield();
        }
    }
}
