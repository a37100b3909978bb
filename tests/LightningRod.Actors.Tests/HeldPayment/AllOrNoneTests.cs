using LightningRod.Actors.HeldPayment;
using static LightningRod.Actors.Tests.HeldPayment.HoldStory;

namespace LightningRod.Actors.Tests.HeldPayment;

public sealed class AllOrNoneTests
{
    [Fact]
    public void Trigger_WithAHashWithoutAPart_ReleasesNothing()
    {
        var scenario = Given(Requested(3), Held(1, 0), Held(2, 1)).When(Trigger).Then(Triggered).Wants();
        scenario.When(Offer(3, 1)).Then(Held(3, 1)).Replies(new PartAnswered(Hold(3)));
        scenario.When(Offer(4, 2)).Then(Held(4, 2), Released(1), Released(2), Released(3), Released(4)).Replies(new PartAnswered(Release(4)));
        scenario.When(Offer(5, 0)).Then(Held(5, 0), Released(5));
    }

    [Fact]
    public void Trigger_BeforeAnyPartOfSeveralHashes_WaitsForAllOfThem()
    {
        var scenario = Given(Requested(2), Triggered).When(Offer(1, 0)).Then(Held(1, 0)).Replies(new PartAnswered(Hold(1)));
        scenario.When(Offer(2, 1)).Then(Held(2, 1), Released(1), Released(2)).Wants(new AnswerPart(Release(1)), new AnswerPart(Release(2)));
    }

    [Fact]
    public void Trigger_WithOneNextChannelAway_WaitsWithAllParts()
    {
        var away = new ChannelId(Bytes32.Sha256("away"u8));
        var scenario = Given(Requested(), Held(1)).When(Offer(Htlc(2, next: away), active: false)).When(Trigger).Then(Triggered).Wants();
        scenario.When(new NextChannelChanged("cln-1", away, true)).Then(new NextChannelNoted("cln-1", away, true), Released(1), Released(2));
    }

    [Fact]
    public void FailBackHeight_OfOnePart_FailsTheOthersBeforeTheFirstRelease() =>
        Given(Requested(2), Held(1, 0, failBack: 800_100), Held(2, 1)).AtHeight(800_100).When(AlarmDue.Instance).Then(
            new PartFailDecided(Key(1), FailCause.FailBackHeight), new PartFailDecided(Key(2), FailCause.Together));

    [Fact]
    public void OpenGate_WhosePartsAllFailedBeforeTheFirstRelease_WaitsForOthersOfAllHashes()
    {
        IEvent[] failed =
        [
            Requested(2), Held(1, 0, failBack: 800_100), Triggered, new PartFailDecided(Key(1), FailCause.FailBackHeight), new PartFailed(Key(1), true),
        ];
        var scenario = Given(failed).AtHeight(800_100).When(Offer(2, 1)).Then(Held(2, 1)).Replies(new PartAnswered(Hold(2)));
        scenario.When(Offer(3, 0)).Then(Held(3, 0), Released(2), Released(3));
        // The payer may give up as well.
        var cancelled = Given(failed).When(new CancelHold());
        Assert.Equal(HoldStatus.Cancelled, cancelled.State.Status);
        Assert.True(cancelled.State.IsClosed);
    }

    [Fact]
    public void FailBackHeight_OfOnePart_AfterTheFirstRelease_FailsItAlone()
    {
        IEvent[] underway = [Requested(), Held(1), Triggered, Released(1), Held(2, active: false, failBack: 800_100), Held(3, active: false)];
        Given(underway).AtHeight(800_100).When(AlarmDue.Instance).Then(new PartFailDecided(Key(2), FailCause.FailBackHeight));
    }

    [Theory]
    [InlineData(PartReport.Failed)]
    [InlineData(PartReport.AlreadyFailed)]
    [InlineData(PartReport.Gone)]
    [InlineData(PartReport.ChannelClosing)]
    public void Report_ThatAHeldPartLeft_FailsTheOthersBeforeTheFirstRelease(PartReport report)
    {
        var scenario = Given(Requested(2), Held(1, 0), Held(2, 1)).When(Report(1, report, true));
        Assert.Equal(new PartFailDecided(Key(2), FailCause.Together), scenario.Decision.Events[^1]);
        scenario.When(Trigger).Wants();
        scenario.When(Offer(3, 1)).Wants().Replies(new PartAnswered(Hold(3)));
        scenario.When(Offer(4, 0)).Then(Held(4, 0), Released(3), Released(4));
    }

    [Fact]
    public void Report_ThatAPartFailedFurtherAlong_LeavesTheOthers() =>
        Given(Requested(), Held(1), Triggered, Released(1), Held(2, active: false)).When(Report(1, PartReport.Failed, true))
            .Then(new PartFailed(Key(1), true));

    [Fact]
    public void RefusedPart_OfAHold_LeavesTheOthers()
    {
        var scenario = Given(Requested(), Held(1)).When(Offer(2, msat: 5_000_000));
        Assert.Equal(PartStatus.Held, scenario.State.Find(Key(1))!.Status);
    }
}
