using LightningRod.Actors.HeldPayment;
using LightningRod.Actors.Mailbox;
using static LightningRod.Actors.Tests.HeldPayment.HoldStory;

namespace LightningRod.Actors.Tests.HeldPayment;

public sealed class ReportingTests
{
    private static readonly Dictionary<PartStatus, IEvent[]> To = new()
    {
        [PartStatus.Held] = [],
        [PartStatus.ReleaseDecided] = [Triggered, Released(1)],
        [PartStatus.Passed] = [Triggered, Released(1), new PartPassed(Key(1))],
        [PartStatus.Settled] = [Triggered, Released(1), new PartPassed(Key(1)), new PartSettled(Key(1), true)],
        [PartStatus.FailDecided] = [new PartFailDecided(Key(1), FailCause.FailBackHeight)],
        [PartStatus.Failed] = [new PartFailDecided(Key(1), FailCause.FailBackHeight), new PartFailed(Key(1), true)],
        [PartStatus.Gone] = [new PartGone(Key(1))],
        [PartStatus.Abandoned] = [new PartAbandoned(Key(1))],
    };

    [Theory]
    [InlineData(PartStatus.Held, PartReport.Released, PartStatus.Passed, ReportOutcome.AgainstDecision)]
    [InlineData(PartStatus.Held, PartReport.Settled, PartStatus.Settled, ReportOutcome.AgainstDecision)]
    [InlineData(PartStatus.Held, PartReport.Failed, PartStatus.Failed, ReportOutcome.Noted)]
    [InlineData(PartStatus.Held, PartReport.AlreadyFailed, PartStatus.Failed, ReportOutcome.Noted)]
    [InlineData(PartStatus.Held, PartReport.Gone, PartStatus.Gone, ReportOutcome.Noted)]
    [InlineData(PartStatus.Held, PartReport.OutgoingResolved, PartStatus.Passed, ReportOutcome.AgainstDecision)]
    [InlineData(PartStatus.Held, PartReport.ChannelClosing, PartStatus.Abandoned, ReportOutcome.Noted)]
    [InlineData(PartStatus.Held, PartReport.Returned, PartStatus.Held, ReportOutcome.Known)]
    [InlineData(PartStatus.ReleaseDecided, PartReport.Released, PartStatus.Passed, ReportOutcome.Noted)]
    [InlineData(PartStatus.ReleaseDecided, PartReport.Settled, PartStatus.Settled, ReportOutcome.Noted)]
    [InlineData(PartStatus.ReleaseDecided, PartReport.Failed, PartStatus.Failed, ReportOutcome.Noted)]
    [InlineData(PartStatus.ReleaseDecided, PartReport.AlreadyFailed, PartStatus.Failed, ReportOutcome.Noted)]
    [InlineData(PartStatus.ReleaseDecided, PartReport.Gone, PartStatus.Gone, ReportOutcome.Noted)]
    [InlineData(PartStatus.ReleaseDecided, PartReport.OutgoingResolved, PartStatus.Passed, ReportOutcome.Noted)]
    [InlineData(PartStatus.ReleaseDecided, PartReport.ChannelClosing, PartStatus.Abandoned, ReportOutcome.Noted)]
    [InlineData(PartStatus.ReleaseDecided, PartReport.Returned, PartStatus.ReleaseDecided, ReportOutcome.Known)]
    [InlineData(PartStatus.Passed, PartReport.Released, PartStatus.Passed, ReportOutcome.Known)]
    [InlineData(PartStatus.Passed, PartReport.Settled, PartStatus.Settled, ReportOutcome.Noted)]
    [InlineData(PartStatus.Passed, PartReport.Failed, PartStatus.Failed, ReportOutcome.Noted)]
    [InlineData(PartStatus.Passed, PartReport.AlreadyFailed, PartStatus.Failed, ReportOutcome.Noted)]
    [InlineData(PartStatus.Passed, PartReport.Gone, PartStatus.Gone, ReportOutcome.Noted)]
    [InlineData(PartStatus.Passed, PartReport.OutgoingResolved, PartStatus.Passed, ReportOutcome.Noted)]
    [InlineData(PartStatus.Passed, PartReport.ChannelClosing, PartStatus.Passed, ReportOutcome.Known)]
    [InlineData(PartStatus.Passed, PartReport.Returned, PartStatus.Passed, ReportOutcome.Known)]
    [InlineData(PartStatus.FailDecided, PartReport.Released, PartStatus.Passed, ReportOutcome.AgainstDecision)]
    [InlineData(PartStatus.FailDecided, PartReport.Settled, PartStatus.Settled, ReportOutcome.AgainstDecision)]
    [InlineData(PartStatus.FailDecided, PartReport.Failed, PartStatus.Failed, ReportOutcome.Noted)]
    [InlineData(PartStatus.FailDecided, PartReport.AlreadyFailed, PartStatus.Failed, ReportOutcome.Noted)]
    [InlineData(PartStatus.FailDecided, PartReport.Gone, PartStatus.Gone, ReportOutcome.Noted)]
    [InlineData(PartStatus.FailDecided, PartReport.OutgoingResolved, PartStatus.Passed, ReportOutcome.AgainstDecision)]
    [InlineData(PartStatus.FailDecided, PartReport.ChannelClosing, PartStatus.Abandoned, ReportOutcome.Noted)]
    [InlineData(PartStatus.FailDecided, PartReport.Returned, PartStatus.FailDecided, ReportOutcome.Known)]
    public void Report_OnAPendingPart_IsTheOutcome(PartStatus from, PartReport report, PartStatus to, ReportOutcome outcome)
    {
        var scenario = Given([Requested(), Held(1), .. To[from]]);
        Assert.Equal(from, scenario.State.Find(Key(1))!.Status);
        scenario.When(Report(1, report, true)).Replies(new ReportAnswered(outcome));
        Assert.Equal(to, scenario.State.Find(Key(1))!.Status);
    }

    public static IEnumerable<TheoryDataRow<PartStatus, PartReport>> Ends() =>
        from end in new[] { PartStatus.Settled, PartStatus.Failed, PartStatus.Gone, PartStatus.Abandoned }
        from report in Enum.GetValues<PartReport>()
        select new TheoryDataRow<PartStatus, PartReport>(end, report);

    [Theory, MemberData(nameof(Ends))]
    public void Report_AfterThePartsEnd_ChangesNothing(PartStatus end, PartReport report)
    {
        var scenario = Given([Requested(), Held(1), .. To[end]]).When(AlarmDue.Instance);
        scenario.When(Report(1, report)).ThenNothing().Replies(new ReportAnswered(ReportOutcome.Known));
        scenario.When(Report(1, report, true)).ThenNothing().Replies(new ReportAnswered(ReportOutcome.Known));
    }

    [Fact]
    public void Report_OfAnUnknownPart_IsNothing()
    {
        var unknown = new ReportAnswered(ReportOutcome.UnknownPart);
        Given().When(Report(1, PartReport.Settled)).ThenNothing().Replies(unknown);
        var elsewhere = new ReportPart(Key(1) with { Node = "lnd-1" }, PartReport.Settled, true);
        Given(Requested(), Held(1)).When(elsewhere).ThenNothing().Replies(unknown);
        Given(Requested(), Held(1)).When(elsewhere with { Part = Key(1) with { Channel = Outgoing } }).ThenNothing().Replies(unknown);
        Given(Requested(), Held(1)).When(Report(2, PartReport.Settled)).ThenNothing().Replies(unknown);
    }

    [Fact]
    public void Report_SettledOfAReleasedPart_TellsThatItPassedToo() =>
        Given(Requested(), Held(1), Triggered, Released(1)).When(Report(1, PartReport.Settled, true)).Then(
            new PartPassed(Key(1)), new PartSettled(Key(1), true), new HoldEnded(HoldStatus.Done), new HoldClosed(new(100_000)));

    [Fact]
    public void Report_Failed_AtTheFailBackHeight_WantsNoAnswerAnyMore() =>
        Given(Requested(), Held(1)).AtHeight(Expiry).When(Report(1, PartReport.Failed, true))
            .Then(new PartFailDecided(Key(1), FailCause.FailBackHeight), new PartFailed(Key(1), true)).Wants();

    [Fact]
    public void Report_ChannelClosing_ForbidsReleaseAndGivesNoAnswer()
    {
        var scenario = Given(Requested(), Held(1)).When(Report(1, PartReport.ChannelClosing)).Wants();
        scenario.When(Trigger).Wants();
        scenario.When(Offer(1)).Replies(new PartAnswered(new(Key(1), PartAction.NoAnswer))).ThenNothing();
        scenario.AtHeight(IncomingExpiry + 1).When(AlarmDue.Instance).Wants();
    }

    [Fact]
    public void Report_AlreadyFailed_OfAReleaseThatCameTooLate_IsAFailure() =>
        Given(Requested(), Held(1), Triggered, Released(1)).AtHeight(Expiry + 3).When(Report(1, PartReport.AlreadyFailed)).Then(
            new PartFailed(Key(1), false), new HoldEnded(HoldStatus.Done)).Wants(new WakeClient(Id.Client, WakeUpReason.ReturnWaiting));
}
