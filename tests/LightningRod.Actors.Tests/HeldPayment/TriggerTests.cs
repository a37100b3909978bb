using LightningRod.Actors.HeldPayment;
using static LightningRod.Actors.Tests.HeldPayment.HoldStory;

namespace LightningRod.Actors.Tests.HeldPayment;

public sealed class TriggerTests
{
    private static readonly TriggerAnswered Obeyed = new(TriggerOutcome.Obeyed);

    [Fact]
    public void Trigger_WithPartsThere_ReleasesThemInOneDecision() => Given(Requested(), Held(1), Held(2)).When(Trigger)
        .Then(Triggered, Released(1), Released(2)).Replies(Obeyed).Wants(new AnswerPart(Release(1)), new AnswerPart(Release(2)));

    [Fact]
    public void Trigger_BeforeTheParts_IsRemembered()
    {
        var run = Given(Requested()).When(Trigger).Then(Triggered).Replies(Obeyed).Run;
        Assert.Equal(HoldStatus.Armed, run.State.Status);
        var decision = run.Send(Offer(1));
        Assert.Equal([Held(1), Released(1)], decision.Events);
        Assert.Equal(new PartAnswered(Release(1)), decision.Reply);
        Assert.Equal(HoldStatus.Open, run.State.Status);
    }

    [Fact]
    public void Trigger_Again_DoesNothing()
    {
        var repeated = new TriggerAnswered(TriggerOutcome.Repeated);
        Given(Requested(), Triggered).When(Trigger).ThenNothing().Replies(repeated);
        Given(Requested(), Held(1), Triggered, Released(1)).When(Trigger).ThenNothing().Replies(repeated);
        Given(Finished).When(Trigger).ThenNothing().Replies(repeated);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    public void Trigger_WithAWrongPaymentId_IsRefusedAndChangesNothing(int wrongByte)
    {
        var bytes = Pid.Value.Span.ToArray();
        bytes[wrongByte] ^= 1;
        Given(Requested(), Held(1)).When(new ShowPaymentId(new(bytes))).ThenNothing().Replies(new TriggerAnswered(TriggerOutcome.WrongPaymentId));
        Given(Requested()).When(new ShowPaymentId(new(Pid.Hash()))).ThenNothing().Replies(new TriggerAnswered(TriggerOutcome.WrongPaymentId));
    }

    [Fact]
    public void Trigger_OfNoHold_IsRefused() => Given().When(Trigger).ThenNothing().Replies(new TriggerAnswered(TriggerOutcome.UnknownHold));

    [Fact]
    public void Trigger_AtAnActorWhoseKeyIsNoHash_IsRefused()
    {
        var id = Id with { Key = new("short"u8) };
        Scenario.Given(Actor, id, new(DateTimeOffset.UnixEpoch, Now), Requested(), Held(1)).When(Trigger).ThenNothing()
            .Replies(new TriggerAnswered(TriggerOutcome.WrongPaymentId));
    }

    [Fact]
    public void Trigger_JustBeforeTheFailBackHeight_Releases() =>
        Given(Requested(), Held(1)).AtHeight(Expiry - 1).When(Trigger).Then(Triggered, Released(1));

    [Fact]
    public void Trigger_AtTheExpiryHeight_IsObeyedButReleasesNothingThatIsDue()
    {
        var scenario = Given(Requested(), Held(1)).AtHeight(Expiry).When(Trigger).Replies(Obeyed)
            .Then(new PartFailDecided(Key(1), FailCause.FailBackHeight), Triggered).Wants(new AnswerPart(Fail(1)));
        Assert.Equal(HoldStatus.Armed, scenario.State.Status);
    }

    [Fact]
    public void Trigger_AboveTheExpiryHeight_IsTooLate() => Given(Requested(), Held(1)).AtHeight(Expiry + 1).When(Trigger)
        .Then(new PartFailDecided(Key(1), FailCause.FailBackHeight), new HoldExpired()).Replies(new TriggerAnswered(TriggerOutcome.TooLate));

    [Fact]
    public void LaterPart_UnderAnOpenGate_PassesUntilTheExpiryHeight()
    {
        IEvent[] open = [Requested(), Held(1), Triggered, Released(1), new PartPassed(Key(1))];
        Given(open).When(Offer(2)).Then(Held(2), Released(2)).Replies(new PartAnswered(Release(2)));
        // It does not wait, so it needs no six blocks.
        Given(open).AtHeight(Expiry - 1).When(Offer(2)).Then(Held(2), Released(2));
        Given(open).AtHeight(Expiry).When(Offer(2)).Then(new PartRefused(Htlc(2), new(Expiry), FailCause.TooFewBlocks));
        // One that has to wait does.
        Given(open).AtHeight(Expiry - 5).When(Offer(2, active: false)).Then(new PartRefused(Htlc(2), new(Expiry), FailCause.TooFewBlocks));
    }

    [Fact]
    public void Trigger_AfterAllPartsFailed_WaitsForOthers()
    {
        IEvent[] failed = [Requested(), Held(1), new PartFailDecided(Key(1), FailCause.Node)];
        var scenario = Given(failed).When(Trigger).Then(Triggered).Replies(Obeyed);
        Assert.Equal(HoldStatus.Armed, scenario.State.Status);
        scenario.When(Offer(2)).Then(Held(2), Released(2));
    }
}
