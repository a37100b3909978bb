using LightningRod.Actors.HeldPayment;
using static LightningRod.Actors.Tests.HeldPayment.HoldStory;

namespace LightningRod.Actors.Tests.HeldPayment;

public sealed class DueTests
{
    [Fact]
    public void Alarm_AtTheFailBackHeight_FailsThePart()
    {
        var scenario = Given(Requested(), Held(1, failBack: 800_100));
        scenario.AtHeight(800_099).When(AlarmDue.Instance).ThenNothing();
        scenario.AtHeight(800_100).When(AlarmDue.Instance).Then(new PartFailDecided(Key(1), FailCause.FailBackHeight))
            .Wants(new AnswerPart(Fail(1))).SetsAlarm(Alarm.AtHeight(Expiry + 1));
    }

    [Fact]
    public void Alarm_AboveTheExpiryHeight_ExpiresTheHold()
    {
        var scenario = Given().When(Request()).AtHeight(Expiry).When(AlarmDue.Instance).ThenNothing();
        scenario.AtHeight(Expiry + 1).When(AlarmDue.Instance)
            .Then(new HoldExpired(), new HoldEnded(HoldStatus.Expired), new HoldClosed(Msat.Zero)).SetsAlarm(Alarm.None);
        Assert.Empty(scenario.Run.Index);
        Assert.True(scenario.Run.View!.IsOver);
    }

    [Fact]
    public void Alarm_AboveTheExpiryHeight_ExpiresAnArmedHold() =>
        Given(Requested(), Triggered).AtHeight(Expiry + 1).When(AlarmDue.Instance)
            .Then(new HoldExpired(), new HoldEnded(HoldStatus.Expired), new HoldClosed(Msat.Zero));

    [Fact]
    public void AnyCommand_AtTheFailBackHeight_FailsThePartFirst()
    {
        ICommand[] commands =
        [
            Trigger, Offer(2), new NextChannelChanged("cln-1", Outgoing, false), new CancelHold(), Report(9, PartReport.Gone), Request(),
        ];
        Assert.All(commands, command => Assert.Equal(
            new PartFailDecided(Key(1), FailCause.FailBackHeight), Given(Requested(), Held(1)).AtHeight(Expiry).When(command).Decision.Events[0]));
    }

    [Fact]
    public void OpenGate_WithPartsThatWait_FailsThemAtTheirHeight() =>
        Given(Requested(), Held(1, active: false), Triggered).AtHeight(Expiry).When(AlarmDue.Instance)
            .Then(new PartFailDecided(Key(1), FailCause.FailBackHeight));

    [Fact]
    public void NextChannelActive_AtTheFailBackHeight_ComesTooLate() =>
        Given(Requested(), Held(1, active: false), Triggered).AtHeight(Expiry).When(new NextChannelChanged("cln-1", Outgoing, true))
            .Then(new PartFailDecided(Key(1), FailCause.FailBackHeight));

    [Fact]
    public void ReleasedPart_AtTheFailBackHeight_StaysReleased() =>
        Given(Requested(), Held(1), Triggered, Released(1)).AtHeight(Expiry + 10).When(AlarmDue.Instance).ThenNothing();

    [Fact]
    public void Alarm_BeforeAnythingHappened_IsNothing() => Given().When(AlarmDue.Instance).ThenNothing();
}
