using LightningRod.Ports.Channels;
using LightningRod.Simulation.Network;
using LightningRod.Simulation.Protocol;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Tests.Network;

public sealed class InterceptionTests
{
    private const uint LndAutoFailDelta = 19;

    [Fact]
    public void HeldMpp_OfTwoParts_TakesSlotsAndSettlesAfterRelease()
    {
        var world = new World();
        world.Open();
        var first = world.Pay(1000, total: 3000);
        var second = world.Pay(2000, preimage: first.Preimage, total: 3000);
        var held = world.Channel(World.Lsp, world.In);
        Assert.Equal((2, first.Part.Amount + second.Part.Amount), (held.IncomingSlotsTaken, held.IncomingInFlight));
        Assert.Empty(world.Do(new ListOutgoing(World.Lsp)));
        Assert.Null(world.Arrived(first.Hash));

        Assert.Equal(AnswerOutcome.Given, world.Answer(first.Key, new HtlcAnswer.Resume()));
        Assert.Equal(AnswerOutcome.Given, world.Answer(second.Key, new HtlcAnswer.Resume()));
        foreach (var arrived in world.WalletReports.Select(row => row.Report).OfType<HtlcArrived>().ToList())
            world.Do(new ClaimHtlc(World.Payee, arrived.Channel, arrived.HtlcId, first.Preimage));
        Assert.Equal(2, world.Reports.OfType<HtlcSettled>().Count());
        Assert.Equal(2, world.WalletReports.Count(row => row.Report is SentHtlcEnded { End: HtlcEnd.Settled }));
        Assert.Equal(0, world.Channel(World.Lsp, world.In).IncomingSlotsTaken);
        world.Network.Check();
    }

    [Fact]
    public void Offer_OfAnHtlc_TellsAmountsExpiriesAndNextPeer()
    {
        var world = new World();
        world.Open();
        var payment = world.Pay(1000, window: 200);
        var offer = Assert.Single(world.Offers);
        Assert.Equal((payment.Key, payment.Hash), (offer.Key, offer.PaymentHash));
        Assert.Equal((payment.Part.Amount, payment.Part.Expiry), (offer.IncomingAmount, offer.IncomingExpiry));
        Assert.Equal(new NodePolicy().ToRelay().AmountToReceive(offer.OutgoingAmount), offer.IncomingAmount);
        Assert.Equal(offer.OutgoingExpiry + 34, offer.IncomingExpiry);
        Assert.Equal((NextHop.Of(world.Middle.Scid), world.Do(new GetNode(World.Hub)).NodeId), (offer.NextHop, offer.NextPeer!.Value));
        Assert.Equal(offer.IncomingExpiry - LndAutoFailDelta, offer.AutoFailHeight);
        Assert.Equal(world.Do(new GetNode(World.Payer)).NodeId, offer.IncomingPeer);
        Assert.True(offer.MayBeReplay);
        Assert.Empty(offer.PayloadRecords);
    }

    [Fact]
    public void Offer_OfCoreLightning_ShowsTheWholePayloadAndKnowsAFirstOffer()
    {
        var world = new World(NodeKind.CoreLightning);
        world.Open();
        world.Pay();
        var offer = Assert.Single(world.Offers);
        Assert.NotNull(offer.PayloadRecords.Find(PaymentOnionTlv.ShortChannelId));
        Assert.False(offer.MayBeReplay);
        Assert.Null(offer.AutoFailHeight);
    }

    [Fact]
    public void SecondStream_OnLnd_IsTaken()
    {
        var world = new World();
        var stream = world.Open().Stream;
        Assert.Equal("interceptor already exists", world.Open(2).Taken);
        world.Do(new StopIntercepting(stream!.Value));
        Assert.NotNull(world.Open(2).Stream);
    }

    [Fact]
    public void SecondStream_OnCoreLightning_ReplacesTheFirstUnlessItsEpochIsLower()
    {
        var world = new World(NodeKind.CoreLightning);
        world.Open(5);
        Assert.Equal(5ul, world.Open(4).Fenced);
        Assert.NotNull(world.Open(6).Stream);
        Assert.Single(world.Reports.OfType<StreamLost>());
        var payment = world.Pay();
        Assert.Equal(AnswerOutcome.Fenced, world.Answer(payment.Key, new HtlcAnswer.Resume(), epoch: 5));
        Assert.Equal(AnswerOutcome.Given, world.Answer(payment.Key, new HtlcAnswer.Resume(), epoch: 6));
    }

    [Theory]
    [InlineData(NodeKind.Lnd)]
    [InlineData(NodeKind.CoreLightning)]
    public void Unanswered_AfterReconnect_AreAllOfferedAgain(NodeKind kind)
    {
        var world = new World(kind);
        var stream = world.Open().Stream;
        var payments = Enumerable.Range(0, 5).Select(_ => world.Pay()).ToList();
        world.Answer(payments[0].Key, new HtlcAnswer.Resume());
        world.Answer(payments[1].Key, new HtlcAnswer.Fail(FailureCode.TemporaryChannelFailure));
        world.Do(new StopIntercepting(stream!.Value));
        world.Reports.Clear();
        world.Open(2);
        Assert.Equal(payments.Skip(2).Select(payment => payment.Key), world.Offers.Select(offer => offer.Key).OrderBy(key => key.HtlcId));
        Assert.All(world.Offers, offer => Assert.True(offer.MayBeReplay));
        Assert.IsType<HeightChanged>(world.Reports[0]);
        Assert.Equal(2, world.Reports.OfType<ChannelActive>().Count());
    }

    [Theory]
    [InlineData(NodeKind.Lnd, "fails")]
    [InlineData(NodeKind.LndDefault, "passes")]
    [InlineData(NodeKind.CoreLightning, "waits")]
    public void NewHtlc_WhileNoStreamIsOpen_DoesWhatTheKindDoes(NodeKind kind, string expected)
    {
        var world = new World(kind);
        var payment = world.Pay();
        Assert.Equal(expected == "fails", world.Ended(payment.Id!.Value) is not null);
        Assert.Equal(expected == "passes", world.Arrived(payment.Hash) is not null);
        world.Open();
        Assert.Equal(expected == "waits" ? 1 : 0, world.Offers.Count());
    }

    [Fact]
    public void HeldHtlc_WhenTheStreamEndsWithoutRequireInterceptor_Leaks()
    {
        var world = new World(NodeKind.LndDefault);
        var stream = world.Open().Stream;
        var payment = world.Pay();
        Assert.Null(world.Arrived(payment.Hash));
        world.Do(new StopIntercepting(stream!.Value));
        Assert.NotNull(world.Arrived(payment.Hash));
    }

    [Fact]
    public void Answer_ForAnUnknownKey_EndsTheStreamOfLnd()
    {
        var world = new World();
        world.Open();
        var payment = world.Pay();
        Assert.Equal(AnswerOutcome.StreamGone, world.Answer(payment.Key with { HtlcId = 99 }, new HtlcAnswer.Resume()));
        Assert.Single(world.Reports.OfType<StreamLost>());
        Assert.Equal(AnswerOutcome.StreamGone, world.Answer(payment.Key, new HtlcAnswer.Resume()));
        world.Open();
        Assert.Equal(AnswerOutcome.Given, world.Answer(payment.Key, new HtlcAnswer.Resume()));
    }

    [Fact]
    public void Answer_GivenTwice_IsRefusedByCoreLightningAndEndsTheStreamOfLnd()
    {
        foreach (var kind in new[] { NodeKind.CoreLightning, NodeKind.Lnd })
        {
            var world = new World(kind);
            world.Open();
            var payment = world.Pay();
            world.Answer(payment.Key, new HtlcAnswer.Resume());
            Assert.Equal(kind == NodeKind.Lnd ? AnswerOutcome.StreamGone : AnswerOutcome.KeyUnknown, world.Answer(payment.Key, new HtlcAnswer.Resume()));
            Assert.NotNull(world.Arrived(payment.Hash));
        }
    }

    [Fact]
    public void FailureCode_ThatLndDoesNotTake_EndsTheStream()
    {
        var world = new World();
        world.Open();
        var payment = world.Pay();
        Assert.Equal(AnswerOutcome.StreamGone, world.Answer(payment.Key, new HtlcAnswer.Fail(FailureCode.UnknownNextPeer)));
        var cln = new World(NodeKind.CoreLightning);
        cln.Open();
        payment = cln.Pay();
        cln.Answer(payment.Key, new HtlcAnswer.Fail(FailureCode.UnknownNextPeer));
        Assert.Equal(FailureCode.UnknownNextPeer, cln.Failure(payment).Code);
    }

    [Fact]
    public void HeldHtlc_AtItsAutoFailHeight_FailsOnLndAndAnswersAreLate()
    {
        var world = new World();
        world.Open();
        var payment = world.Pay();
        var due = world.Offers.Single().AutoFailHeight!.Value;
        world.Do(new Mine(due.Value - world.Height.Value - 1));
        Assert.Empty(world.Reports.OfType<HtlcFailed>());
        world.Do(new Mine());
        Assert.Equal(new HtlcFailed(payment.Key, HtlcFailureReason.Overdue), Assert.Single(world.Reports.OfType<HtlcFailed>()));
        Assert.Equal(FailureCode.TemporaryChannelFailure, world.Failure(payment).Code);
        Assert.Equal(AnswerOutcome.StreamGone, world.Answer(payment.Key, new HtlcAnswer.Resume()));
        Assert.Equal(0, world.Do(new GetStatus()).ForceCloses);
    }

    [Fact]
    public void HtlcWithLittleTime_IsNotOfferedByLnd()
    {
        var world = new World();
        world.Open();
        var route = world.Route();
        route[0] = route[0] with { Policy = new NodePolicy(CltvExpiryDelta: 10) };
        route[1] = route[1] with { Policy = new NodePolicy(CltvExpiryDelta: 1) };
        var payment = world.Pay(window: 10, route: route);
        Assert.Equal(FailureCode.ExpiryTooSoon, world.Failure(payment).Code);
        Assert.Empty(world.Offers);
    }

    [Fact]
    public void Hold_KeptByCoreLightningsShim_FailsAtItsHeightWithoutAStream()
    {
        var world = new World(NodeKind.CoreLightning);
        var stream = world.Open().Stream;
        var payment = world.Pay();
        Assert.Equal(AnswerOutcome.Given, world.Answer(payment.Key, new HtlcAnswer.Hold(world.Height + 10, FailureCode.TemporaryNodeFailure)));
        world.Do(new StopIntercepting(stream!.Value));
        world.Do(new Mine(9));
        Assert.Null(world.Ended(payment.Id!.Value));
        world.Do(new Mine());
        Assert.Equal(FailureCode.TemporaryNodeFailure, world.Failure(payment).Code);
        world.Open(2);
        Assert.Equal(AnswerOutcome.TooLate, world.Answer(payment.Key, new HtlcAnswer.Resume(), epoch: 2));
    }

    [Fact]
    public void Release_AboveItsNotAfterHeight_IsLateAndChangesNothing()
    {
        var world = new World();
        world.Open();
        var payment = world.Pay();
        Assert.Equal(AnswerOutcome.TooLate, world.Answer(payment.Key, new HtlcAnswer.Resume(), notAfter: world.Height - 1));
        Assert.Equal(AnswerOutcome.Given, world.Answer(payment.Key, new HtlcAnswer.Resume(), notAfter: world.Height));
    }

    [Fact]
    public void Settle_WhileThePayerIsAway_IsToldByLndOnlyWhenItIsBack()
    {
        var world = new World();
        world.Open();
        var payment = world.Pay();
        world.Answer(payment.Key, new HtlcAnswer.Resume());
        world.Do(new SetOnline(World.Payer, false));
        world.Claim(payment);
        Assert.Equal(payment.Key, Assert.Single(world.Reports.OfType<OutgoingResolved>()).Key);
        Assert.Empty(world.Reports.OfType<HtlcSettled>());
        Assert.Equal(new HtlcHistory(HtlcState.OutgoingResolved), world.Do(new FindHtlc(payment.Key)));
        Assert.Null(world.Ended(payment.Id!.Value));
        Assert.Equal(1, world.Channel(World.Lsp, world.In).IncomingSlotsTaken);

        world.Do(new SetOnline(World.Payer, true));
        Assert.Equal(new HtlcSettled(payment.Key, payment.Preimage), Assert.Single(world.Reports.OfType<HtlcSettled>()));
        Assert.Equal(new HtlcEnd.Settled(payment.Preimage), world.Ended(payment.Id!.Value)!.End);
        Assert.Equal(HtlcState.Settled, world.Do(new FindHtlc(payment.Key)).State);
        world.Network.Check();
    }

    [Fact]
    public void Settle_WhileThePayerIsAway_IsToldByCoreLightningAtOnceAndOnce()
    {
        var world = new World(NodeKind.CoreLightning);
        world.Open();
        var payment = world.Pay();
        world.Answer(payment.Key, new HtlcAnswer.Resume());
        world.Do(new SetOnline(World.Payer, false));
        world.Claim(payment);
        Assert.Single(world.Reports.OfType<HtlcSettled>());
        world.Do(new SetOnline(World.Payer, true));
        Assert.Single(world.Reports.OfType<HtlcSettled>());
        Assert.NotNull(world.Ended(payment.Id!.Value));
    }

    [Fact]
    public void History_OfAnHtlc_FollowsIt()
    {
        var world = new World();
        world.Open();
        var payment = world.Pay();
        HtlcState State() => world.Do(new FindHtlc(payment.Key)).State;
        Assert.Equal(HtlcState.NeverSeen, world.Do(new FindHtlc(payment.Key with { HtlcId = 7 })).State);
        Assert.Equal(HtlcState.NotForwarded, State());
        world.Answer(payment.Key, new HtlcAnswer.Resume());
        Assert.Equal(HtlcState.Forwarded, State());
        world.Claim(payment);
        Assert.Equal(HtlcState.Settled, State());
    }

    [Fact]
    public void Presence_OfPeersAndChannels_IsTold()
    {
        var world = new World();
        world.Open();
        world.Reports.Clear();
        var payer = world.Do(new GetNode(World.Payer)).NodeId;
        world.Do(new SetOnline(World.Payer, false));
        world.Do(new SetOnline(World.Payer, true));
        Assert.Equal(
            [new PeerDisconnected(payer), new ChannelInactive(world.In.Channel, payer), new PeerConnected(payer), new ChannelActive(world.In.Channel, payer)],
            world.Reports);
    }
}
