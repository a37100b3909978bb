using LightningRod.Actors.HeldPayment;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Rod;
using static LightningRod.Actors.Tests.HeldPayment.HoldStory;

namespace LightningRod.Actors.Tests.HeldPayment;

public sealed class RequestingTests
{
    private static readonly HoldAnswered Accepted = new(HoldAck.Accept(Pid.Hash(), new(new(Expiry), 288)));

    [Fact]
    public void Request_New_IsAcceptedAndItsHashesAreIndexed()
    {
        var run = Given().When(Request(3)).Then(Requested(3)).Replies(Accepted).Wants().SetsAlarm(Alarm.AtHeight(Expiry + 1)).Run;
        Assert.Equal(Hashes.Take(3).Select(hash => ("payment_hash", HeldPaymentActor.IndexKey(hash))).ToHashSet(), run.Index);
        Assert.Equal("requested", run.View!.State);
    }

    public static IEnumerable<TheoryDataRow<IEvent[]>> Lives() =>
    [
        new([Requested()]), new([Requested(), Triggered]), new([Requested(), Held(1)]), new([Requested(), Held(1), Triggered, Released(1)]),
    ];

    [Theory, MemberData(nameof(Lives))]
    public void Request_Repeated_GetsTheSameAnswerAndWritesNothing(IEvent[] events)
    {
        Given(events).When(Request()).ThenNothing().Replies(Accepted);
        var otherLimits = new HoldLimits { MaxWindow = 1, MaxParts = 1, ReturnDelta = 7, MaxAmount = Msat.Zero, HoldsLeft = 0 };
        Given(events).When(Request() with { Limits = otherLimits }).ThenNothing().Replies(Accepted);
    }

    [Theory, MemberData(nameof(Lives))]
    public void Request_UnequalUnderTheSameId_IsRefused(IEvent[] events)
    {
        var request = Request();
        RequestHold[] unequal =
        [
            Request(2), request with { ExpiryHeight = new(Expiry - 1) }, request with { MaxAmount = new(MaxAmount.Value + 1) },
        ];
        Assert.All(unequal, other =>
            Assert.Equal(HoldErrorCode.PaymentIdTaken, RefusedWith(Given(events).When(other).ThenNothing().Decision)));
    }

    [Fact]
    public void Request_OfAHoldThatIsOver_IsRefused()
    {
        Assert.All(
            new IEvent[][]
            {
                [Requested(), new HoldCancelled()], [Requested(), new HoldExpired()], Finished,
                [Requested(), new HoldCancelled(), new HoldEnded(HoldStatus.Cancelled)],
            },
            events => Assert.Equal(HoldErrorCode.PaymentIdTaken, RefusedWith(Given(events).When(Request()).Decision)));
    }

    [Theory]
    [InlineData(Now + 5, HoldErrorCode.ExpiryPassed)]
    [InlineData(Now + 6, null)]
    [InlineData(Now + 2016, null)]
    [InlineData(Now + 2017, HoldErrorCode.ExpiryTooFar)]
    [InlineData(0u, HoldErrorCode.ExpiryPassed)]
    [InlineData(uint.MaxValue, HoldErrorCode.ExpiryTooFar)]
    public void Request_AtTheBoundsOfTheWindow_IsRefusedOutside(uint expiry, ushort? code) =>
        Assert.Equal(code, RefusedWith(Given().When(Request() with { ExpiryHeight = new(expiry) }).Decision));

    [Theory]
    [InlineData(32, null)]
    [InlineData(33, HoldErrorCode.TooManyHashes)]
    public void Request_WithManyHashes_IsRefusedAboveTheLimit(int hashes, ushort? code) =>
        Assert.Equal(code, RefusedWith(Given().When(Request(hashes)).Decision));

    [Fact]
    public void Request_WithMoreHashesThanParts_IsRefused() => Assert.Equal(
        HoldErrorCode.TooManyHashes, RefusedWith(Given().When(Request(3) with { Limits = new() { MaxParts = 2 } }).ThenNothing().Decision));

    [Fact]
    public void Request_OverALimit_IsRefusedAndChangesNothing()
    {
        var limits = HoldLimits.Default;
        (RequestHold Request, ushort Code)[] rows =
        [
            (Request() with { MaxAmount = limits.MaxAmount + new Msat(1) }, HoldErrorCode.AmountTooLarge),
            (Request() with { MaxAmount = new(ulong.MaxValue) }, HoldErrorCode.AmountTooLarge),
            (Request() with { MaxAmount = Msat.Zero }, HoldErrorCode.Malformed),
            (Request() with { Limits = limits with { HoldsLeft = 0 } }, HoldErrorCode.LimitReached),
        ];
        Assert.All(rows, row =>
        {
            var scenario = Given().When(row.Request).ThenNothing();
            Assert.Equal(row.Code, RefusedWith(scenario.Decision));
            Assert.Equal(Actor.Initial(Id), scenario.State);
        });
    }

    [Fact]
    public void Request_BeforeAnyHeightIsKnown_IsAskedToTryAgain() =>
        Assert.Equal(HoldErrorCode.Busy, RefusedWith(Given().AtHeight(0).When(Request()).ThenNothing().Decision));

    [Fact]
    public void Request_OfAHashInAnotherHold_IsRefused() => Assert.Equal(
        HoldErrorCode.HashTaken,
        RefusedWith(Given().When(new IndexTaken(Request(), "payment_hash", HeldPaymentActor.IndexKey(Hashes[0]))).ThenNothing().Decision));

    [Theory]
    [InlineData(HoldStatus.Requested)]
    [InlineData(HoldStatus.Armed)]
    public void Cancel_WithoutParts_EndsTheHold(HoldStatus status)
    {
        IEvent[] events = status == HoldStatus.Armed ? [Requested(2), Triggered] : [Requested(2)];
        var run = Given().When(Request(2)).Run;
        run.Happened(events[1..]);
        var decision = run.Send(new CancelHold());
        Assert.Equal([new HoldCancelled(), new HoldEnded(HoldStatus.Cancelled), new HoldClosed(Msat.Zero)], decision.Events);
        Assert.True(Assert.IsType<HoldAnswered>(decision.Reply).Ack.Cancelled);
        Assert.Empty(run.Index);
        Assert.Equal(Alarm.None, decision.Alarm);
        Assert.Equal(("cancelled", true), (run.View!.State, run.View.IsOver));
    }

    [Fact]
    public void Cancel_WhileHolding_FailsAllPartsAndKeepsTheHashesUntilTheyAre()
    {
        var run = Given().When(Request()).When(Offer(1)).When(Offer(2)).Run;
        var decision = run.Send(new CancelHold());
        Assert.Equal(
            [new HoldCancelled(), new PartFailDecided(Key(1), FailCause.HoldCancelled), new PartFailDecided(Key(2), FailCause.HoldCancelled)],
            decision.Events);
        Assert.Equal(
            [new AnswerPart(Fail(1, FailCause.HoldCancelled)), new AnswerPart(Fail(2, FailCause.HoldCancelled))], decision.Effects);
        run.Send(Report(1, PartReport.Failed, true));
        Assert.NotEmpty(run.Index);
        Assert.Contains(new HoldEnded(HoldStatus.Cancelled), run.Send(Report(2, PartReport.Failed, true)).Events);
        Assert.Empty(run.Index);
    }

    [Fact]
    public void Cancel_Repeated_GetsTheSameAnswer()
    {
        IEvent[] cancelled = [Requested(), new HoldCancelled(), new HoldEnded(HoldStatus.Cancelled), new HoldClosed(Msat.Zero)];
        Given(cancelled).When(new CancelHold()).ThenNothing().Replies(new HoldAnswered(HoldAck.Cancel(Pid.Hash())));
    }

    [Fact]
    public void Cancel_OfNoHold_IsRefused() =>
        Assert.Equal(HoldErrorCode.UnknownHold, RefusedWith(Given().When(new CancelHold()).ThenNothing().Decision));

    [Fact]
    public void Cancel_AfterTheGateOpened_IsTooLate() => Assert.All(
        new IEvent[][]
        {
            [Requested(), Held(1), Triggered, Released(1)], [Requested(), Held(1, active: false), Triggered], [Requested(), new HoldExpired()],
            [Requested(), Held(1), Triggered, Released(1), new PartSettled(Key(1), true), new HoldEnded(HoldStatus.Done)],
        },
        events => Assert.Equal(HoldErrorCode.TooLate, RefusedWith(Given(events).When(new CancelHold()).Decision)));

    [Fact]
    public void Trigger_AfterCancel_IsTooLate() =>
        Given(Requested(), Held(1), new HoldCancelled()).When(Trigger).Replies(new TriggerAnswered(TriggerOutcome.TooLate)).ThenNothing();
}
