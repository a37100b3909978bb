using LightningRod.Ports.Channels;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;
using Xunit;

namespace LightningRod.TestKit.Channels;

/// <summary>What every <see cref="IChannelNode"/> that intercepts must do. Where its capabilities say no, the refusal is what is tested.</summary>
public abstract partial class ChannelNodeContract
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A new world of its own for each test.</summary>
    protected abstract Task<IChannelNodeWorld> CreateAsync();

    /// <summary>Stream when it opens tells height then peers and channels.</summary>
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

    /// <summary>Offer that is not answered goes nowhere.</summary>
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

    /// <summary>Resume of an offer passes and settles.</summary>
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

    /// <summary>Fail with any code fails the htlc.</summary>
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

    /// <summary>Second answer for one offer never reaches the node.</summary>
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

    /// <summary>Unanswered when the stream was lost are offered to the next.</summary>
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

    /// <summary>Second stream while one is open never stands beside it.</summary>
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

    /// <summary>Answer of alower epoch is fenced.</summary>
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
