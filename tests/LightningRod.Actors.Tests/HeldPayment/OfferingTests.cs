using LightningRod.Actors.HeldPayment;
using static LightningRod.Actors.Tests.HeldPayment.HoldStory;

namespace LightningRod.Actors.Tests.HeldPayment;

public sealed class OfferingTests
{
    private static readonly IEvent[] Cancelled = [Requested(), new HoldCancelled(), new HoldEnded(HoldStatus.Cancelled), new HoldClosed(Msat.Zero)];

    [Fact]
    public void Offer_OfAHeldHash_IsJournaledAndHeld()
    {
        var run = Given(Requested()).When(Offer(1)).Then(Held(1)).Replies(new PartAnswered(Hold(1))).Wants().SetsAlarm(Alarm.AtHeight(Expiry)).Run;
        Assert.Equal(HoldStatus.Holding, run.State.Status);
        Assert.Equal(("holding", 100_000ul, (uint?)Expiry), (run.View!.State, run.View.Amount, run.View.DueHeight));
    }

    [Fact]
    public void Offer_OfNoHold_Passes() => Given().When(Offer(1)).ThenNothing().Replies(Answered(PartAction.Pass));

    [Fact]
    public void Offer_OfAnotherHash_Passes() => Given(Requested()).When(Offer(1, hash: 1)).ThenNothing().Replies(Answered(PartAction.Pass));

    [Fact]
    public void Offer_OfAHoldThatIsDone_Passes() =>
        Given(Finished).When(Offer(2)).ThenNothing().Replies(new PartAnswered(new(Key(2), PartAction.Pass)));

    [Fact]
    public void Offer_Old_UnknownToTheHold_AsksForTheNodesHistory()
    {
        foreach (var events in new IEvent[][] { [Requested()], [Requested(), Triggered], Cancelled })
            Given(events).When(Offer(Htlc(1), old: true)).ThenNothing().Replies(Answered(PartAction.AskHistory));
    }

    public static IEnumerable<TheoryDataRow<IEvent[], PartAnswer>> KnownParts()
    {
        IEvent[] held = [Requested(), Held(1)];
        IEvent[] released = [.. held, Triggered, Released(1)];
        IEvent[] failing = [.. held, new PartFailDecided(Key(1), FailCause.FailBackHeight)];
        return
        [
            new(held, Hold(1)), new(released, Release(1)), new([.. released, new PartPassed(Key(1))], Release(1)),
            new([.. released, new PartPassed(Key(1)), new PartSettled(Key(1), false)], Release(1)),
            new([.. released, new PartPassed(Key(1)), new PartFailed(Key(1), false)], Fail(1)),
            new(failing, Fail(1)), new([.. failing, new PartFailed(Key(1), false)], Fail(1)),
            new([.. held, new PartFailed(Key(1), false)], Fail(1)),
            new([.. held, new PartAbandoned(Key(1))], new(Key(1), PartAction.NoAnswer)),
            new([.. held, new PartGone(Key(1))], Fail(1)), new([.. released, new PartGone(Key(1))], Release(1)),
            new([Requested(), new PartRefused(Htlc(1), new(Expiry), FailCause.TooFewBlocks)], Fail(1, FailCause.TooFewBlocks)),
        ];
    }

    [Theory, MemberData(nameof(KnownParts))]
    public void Offer_Again_GetsThePresentDecisionAndWritesNothing(IEvent[] events, PartAnswer answer)
    {
        // What could still follow of itself, the end of the hold for example, happens before.
        var scenario = Given(events).When(AlarmDue.Instance);
        scenario.When(Offer(1)).ThenNothing().Replies(new PartAnswered(answer));
        scenario.When(Offer(Htlc(1), old: true)).ThenNothing().Replies(new PartAnswered(answer));
    }

    [Theory]
    [InlineData(Expiry - 6, true)]
    [InlineData(Expiry - 5, false)]
    [InlineData(Expiry, false)]
    public void Offer_WithFewBlocksLeft_IsRefusedBelowSix(uint height, bool isHeld)
    {
        var scenario = Given(Requested()).AtHeight(height).When(Offer(1));
        if (isHeld) scenario.Then(Held(1));
        else ThenRefused(scenario, FailCause.TooFewBlocks);
    }

    [Fact]
    public void Offer_AboveTheHoldsAmount_IsRefusedAndNeverPasses()
    {
        ThenRefused(Given(Requested()).When(Offer(1, msat: 1_000_001)), FailCause.OverAmount);
        ThenRefused(Given(Requested(), Held(2, msat: 900_001)).When(Offer(1)), FailCause.OverAmount);
        ThenRefused(Given(Requested(), Triggered, Held(2, msat: 900_001), Released(2)).When(Offer(1)), FailCause.OverAmount);
        ThenRefused(Given(Requested()).When(Offer(1, msat: ulong.MaxValue)), FailCause.OverAmount);
        Given(Requested(), Held(2, msat: 900_000)).When(Offer(1)).Then(Held(1));
        Given(Requested(), Held(2, msat: 900_001), new PartFailDecided(Key(2), FailCause.Node)).When(Offer(1)).Then(Held(1));
    }

    [Fact]
    public void Offer_OfMorePartsThanAgreed_IsRefused()
    {
        var requested = new HoldRequested(Agreement() with { MaxParts = 2 });
        ThenRefused(Given(requested, Held(2), Held(3)).When(Offer(1)), FailCause.TooManyParts);
        Given(requested, Held(2), Held(3), new PartFailDecided(Key(3), FailCause.Node)).When(Offer(1)).Then(Held(1));
    }

    [Fact]
    public void Offer_AfterFourTimesTheParts_IsRefusedWithoutATrace()
    {
        var events = Enumerable.Range(2, 8).Select(id => new PartRefused(Htlc((ulong)id), new(Expiry), FailCause.OverAmount));
        Given([new HoldRequested(Agreement() with { MaxParts = 2 }), .. events])
            .When(Offer(1)).ThenNothing().Replies(new PartAnswered(Fail(1, FailCause.TooManyParts)));
    }

    [Fact]
    public void Offer_OfAHoldThatIsExpiredOrCancelled_IsRefusedAndNeverPasses()
    {
        IEvent[] pending = [Requested(), Held(2)];
        ThenRefused(
            Given([.. pending, new HoldCancelled(), new PartFailDecided(Key(2), FailCause.HoldCancelled)]).When(Offer(1)), FailCause.HoldCancelled);
        ThenRefused(
            Given([.. pending, new PartFailDecided(Key(2), FailCause.FailBackHeight), new HoldExpired()]).AtHeight(Expiry + 1).When(Offer(1)),
            FailCause.HoldExpired);
        // The gate is open, and the expiry height passed.
        ThenRefused(
            Given([.. pending, Triggered, Released(2), new PartPassed(Key(2))]).AtHeight(Expiry + 1).When(Offer(1)), FailCause.HoldExpired);
    }

    [Fact]
    public void Offer_AboveTheExpiryHeight_ExpiresTheHoldFirst() => Given(Requested()).AtHeight(Expiry + 1).When(Offer(1))
        .Then(new HoldExpired(), new PartRefused(Htlc(1), new(Expiry), FailCause.HoldExpired))
        .Replies(new PartAnswered(Fail(1, FailCause.HoldExpired)));

    [Fact]
    public void Offer_OfAHoldThatEndedWithoutOpening_FailsWithoutATrace() =>
        Given(Cancelled).When(Offer(1)).ThenNothing().Replies(new PartAnswered(Fail(1, FailCause.HoldCancelled)));

    private static PartAnswered Answered(PartAction action) => new(new(Key(1), action));

    private static void ThenRefused(Scenario<Hold> scenario, FailCause cause)
    {
        Assert.Contains(new PartRefused(((PartRefused)scenario.Decision.Events[^1]).Htlc, new(Expiry), cause), scenario.Decision.Events);
        scenario.Replies(new PartAnswered(Fail(1, cause))).Wants(new AnswerPart(Fail(1, cause)));
        Assert.Equal(PartStatus.FailDecided, scenario.State.Find(Key(1))!.Status);
    }
}
