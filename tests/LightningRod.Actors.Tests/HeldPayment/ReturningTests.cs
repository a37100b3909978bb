using LightningRod.Actors.HeldPayment;
using LightningRod.Actors.Mailbox;
using static LightningRod.Actors.Tests.HeldPayment.HoldStory;

namespace LightningRod.Actors.Tests.HeldPayment;

public sealed class ReturningTests
{
    private static readonly IEvent[] Passed = [Requested(), Held(1), Triggered, Released(1), new PartPassed(Key(1))];

    private static WakeClient Wake(WakeUpReason reason) => new(Id.Client, reason);

    [Fact]
    public void Settled_WithThePayerAway_WakesItAndStaysUntilItIsBack()
    {
        var scenario = Given(Passed).When(Report(1, PartReport.Settled)).Then(new PartSettled(Key(1), false), new HoldEnded(HoldStatus.Done))
            .Wants(Wake(WakeUpReason.PreimageWaiting)).SetsAlarm(Alarm.AtHeight(IncomingExpiry - 144));
        Assert.False(scenario.Run.View!.IsOver);
        scenario.When(Report(1, PartReport.Returned)).Then(new PartReturned(Key(1)), new HoldClosed(new(100_000))).Wants().SetsAlarm(Alarm.None);
        Assert.True(scenario.Run.View.IsOver);
        scenario.When(Report(1, PartReport.Returned)).ThenNothing();
    }

    [Fact]
    public void Settled_WithThePayerThere_WakesNobody() => Given(Passed).When(Report(1, PartReport.Settled, true))
        .Then(new PartSettled(Key(1), true), new HoldEnded(HoldStatus.Done), new HoldClosed(new(100_000))).Wants().SetsAlarm(null);

    [Fact]
    public void Settled_ToldAgainWithThePayerBack_EndsTheWait() =>
        Given([.. Passed, new PartSettled(Key(1), false), new HoldEnded(HoldStatus.Done)]).When(Report(1, PartReport.Settled, true))
            .Then(new PartReturned(Key(1)), new HoldClosed(new(100_000)));

    [Fact]
    public void Failed_WithThePayerAway_WakesIt() =>
        Given(Requested(), Held(1), new PartFailDecided(Key(1), FailCause.FailBackHeight), new HoldExpired()).AtHeight(Expiry + 1)
            .When(Report(1, PartReport.Failed)).Then(new PartFailed(Key(1), false), new HoldEnded(HoldStatus.Expired))
            .Wants(Wake(WakeUpReason.ReturnWaiting));

    [Fact]
    public void OutgoingResolved_WithThePayerAway_WakesItWithoutAClaim()
    {
        var scenario = Given(Passed).When(Report(1, PartReport.OutgoingResolved)).Then(new PartOutgoingResolved(Key(1), false))
            .Wants(Wake(WakeUpReason.ReturnWaiting));
        scenario.When(Report(1, PartReport.OutgoingResolved)).ThenNothing();
        scenario.AtHeight(IncomingExpiry - 144).When(AlarmDue.Instance).Then(new PayerReminded(Key(1), ReturnStage.Reminded))
            .Wants(Wake(WakeUpReason.ReturnWaiting));
        scenario.When(Report(1, PartReport.Settled, true))
            .Then(new PartSettled(Key(1), true), new HoldEnded(HoldStatus.Done), new HoldClosed(new(100_000))).Wants();
    }

    [Fact]
    public void OutgoingResolved_WithThePayerThere_WakesNobody() =>
        Given(Passed).When(Report(1, PartReport.OutgoingResolved, true)).Then(new PartOutgoingResolved(Key(1), true)).Wants();

    [Fact]
    public void Payer_WhoDoesNotComeBack_IsRemindedAtHalfAndShortlyBeforeTheExpiry()
    {
        var scenario = Given([.. Passed, new PartSettled(Key(1), false), new HoldEnded(HoldStatus.Done)]);
        scenario.AtHeight(IncomingExpiry - 145).When(AlarmDue.Instance).ThenNothing();
        scenario.AtHeight(IncomingExpiry - 144).When(AlarmDue.Instance).Then(new PayerReminded(Key(1), ReturnStage.Reminded))
            .Wants(Wake(WakeUpReason.PreimageWaiting)).SetsAlarm(Alarm.AtHeight(IncomingExpiry - 24));
        scenario.AtHeight(IncomingExpiry - 24).When(AlarmDue.Instance).Then(new PayerReminded(Key(1), ReturnStage.LastCall))
            .Wants(Wake(WakeUpReason.ExpirySoon)).SetsAlarm(Alarm.AtHeight(IncomingExpiry));
        scenario.AtHeight(IncomingExpiry).When(AlarmDue.Instance).Then(new PartReturnMissed(Key(1)), new HoldClosed(new(100_000)))
            .Wants().SetsAlarm(Alarm.None);
    }

    [Fact]
    public void Settled_ShortlyBeforeTheExpiry_IsToldWithItsUrgency()
    {
        Given(Passed).AtHeight(IncomingExpiry - 20).When(Report(1, PartReport.Settled))
            .Wants(Wake(WakeUpReason.PreimageWaiting), Wake(WakeUpReason.ExpirySoon)).SetsAlarm(Alarm.AtHeight(IncomingExpiry));
        Given(Passed).AtHeight(IncomingExpiry - 100).When(Report(1, PartReport.Settled))
            .Wants(Wake(WakeUpReason.PreimageWaiting)).SetsAlarm(Alarm.AtHeight(IncomingExpiry - 24));
    }

    [Fact]
    public void Payer_OfTwoParts_IsRemindedOnceForBoth()
    {
        IEvent[] both =
        [
            Requested(), Held(1), Held(2), Triggered, Released(1), Released(2), new PartSettled(Key(1), false), new PartSettled(Key(2), false),
        ];
        Given(both).AtHeight(IncomingExpiry - 144).When(AlarmDue.Instance).Wants(Wake(WakeUpReason.PreimageWaiting));
    }

    [Theory]
    [InlineData(40u)]
    [InlineData(0u)]
    public void SmallReturnDelta_HasTheLastCallAlone(uint returnDelta)
    {
        IEvent[] settled = [new HoldRequested(Agreement() with { ReturnDelta = returnDelta }), .. Passed[1..], new PartSettled(Key(1), false)];
        Given(settled).AtHeight(IncomingExpiry - 25).When(AlarmDue.Instance).Then(new HoldEnded(HoldStatus.Done));
        Given([.. settled, new HoldEnded(HoldStatus.Done)]).AtHeight(IncomingExpiry - 24).When(AlarmDue.Instance)
            .Then(new PayerReminded(Key(1), ReturnStage.LastCall));
    }

    [Fact]
    public void IndexEntries_OfAHoldThatWaitsForItsPayer_AreThoseOfItsParts()
    {
        var scenario = Given().When(Request(2)).When(Offer(1, 0)).When(Offer(2, 1)).When(Trigger);
        scenario.When(Report(1, PartReport.Settled));
        Assert.Equal(2, scenario.Run.Index.Count(entry => entry.Index == HeldPaymentActor.PaymentHashIndex));
        scenario.When(Report(2, PartReport.Failed, payerIsBack: true));
        Assert.Equal((HeldPaymentActor.PartIndex, HeldPaymentActor.PartIndexKey(Key(1))), Assert.Single(scenario.Run.Index));
        scenario.When(Report(1, PartReport.Returned));
        Assert.Empty(scenario.Run.Index);
    }
}
