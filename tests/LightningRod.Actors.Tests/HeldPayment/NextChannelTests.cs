using LightningRod.Actors.HeldPayment;
using LightningRod.Actors.Mailbox;
using static LightningRod.Actors.Tests.HeldPayment.HoldStory;

namespace LightningRod.Actors.Tests.HeldPayment;

public sealed class NextChannelTests
{
    private static readonly NextChannelChanged Active = new("cln-1", Outgoing, true);
    private static readonly NextChannelChanged Away = new("cln-1", Outgoing, false);
    private static readonly WakeClient WakePayee = new(new OpaqueKey(Payee.Span), WakeUpReason.PaymentWaiting);

    [Fact]
    public void Release_WithTheNextChannelAway_WaitsForIt()
    {
        var scenario = Given(Requested(), Held(1, active: false)).When(Trigger).Then(Triggered).Wants();
        scenario.When(Active).Then(new NextChannelNoted("cln-1", Outgoing, true), Released(1)).Wants(new AnswerPart(Release(1)));
    }

    [Fact]
    public void Change_OfWhatIsKnownOrOfNobody_WritesNothing()
    {
        var scenario = Given(Requested(), Held(1));
        scenario.When(Active).ThenNothing();
        scenario.When(Away with { Node = "lnd-1" }).ThenNothing();
        scenario.When(Away with { Channel = Incoming }).ThenNothing();
        scenario.When(Away).Then(new NextChannelNoted("cln-1", Outgoing, false));
        scenario.When(Trigger).Then(Triggered);
        Given(Requested(), Held(1), Triggered, Released(1)).When(Away).ThenNothing();
    }

    [Fact]
    public void OfferAgain_WithTheNextChannelActiveByNow_Releases()
    {
        var scenario = Given(Requested(), Held(1, active: false), Triggered);
        scenario.When(Offer(1, active: false)).ThenNothing();
        scenario.When(Offer(1)).Then(new NextChannelNoted("cln-1", Outgoing, true), Released(1)).Replies(new PartAnswered(Release(1)));
        scenario.When(Offer(1, active: false)).ThenNothing();
    }

    [Fact]
    public void Gate_OpenWithAClientAway_WakesItOnceAnew()
    {
        var offer = Offer(Htlc(1, toClient: true), active: false);
        var scenario = Given(Requested()).When(offer).Wants();
        scenario.When(Trigger).Wants(WakePayee);
        Assert.Equal(MailboxActor.IdOf(Payee), WakePayee.Target);
        Assert.Equal(new RequestWakeUp(WakeUpReason.PaymentWaiting), WakePayee.Command);
        Assert.Equal($"actor/mailbox/{Payee}/{Payee}", ((IEffect)WakePayee).Destination);
        scenario.When(Offer(Htlc(2, toClient: true), active: false)).Wants();
        scenario.When(Active).Wants(new AnswerPart(Release(1)), new AnswerPart(Release(2)));
    }

    [Fact]
    public void Gate_OpenWithAStrangerAway_WakesNobody() =>
        Given(Requested()).When(Offer(Htlc(1), active: false)).When(Trigger).Wants();

    [Fact]
    public void LaterPart_OverAChannelThatIsAway_IsHeldAndWakesTheClient()
    {
        var open = Given(Requested(), Held(1), Triggered, Released(1));
        open.When(Offer(Htlc(2, toClient: true), active: false)).Replies(new PartAnswered(Hold(2))).Wants(WakePayee);
        open.When(Active).Wants(new AnswerPart(Release(2)));
    }
}
