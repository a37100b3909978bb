using LightningRod.Actors.Mailbox;
using static LightningRod.Actors.Tests.Mailbox.MailStory;

namespace LightningRod.Actors.Tests.Mailbox;

public sealed class WakeUpTests
{
    private static readonly RequestWakeUp Preimage = new(WakeUpReason.PreimageWaiting);

    private static WakeUpSent Sent(long id, WakeUpReason reason = WakeUpReason.MessageWaiting, DateTimeOffset? at = null) =>
        new(id, reason, at ?? Start);

    private static ReportWakeUp Done(long id) => new(id, true, []);

    [Fact]
    public void Mail_ForAClientThatIsAway_WakesIt()
    {
        var scenario = Given(WithPhone).When(Store(1)).Then(Stored(1), Sent(1)).Wants(Push(1));
        Assert.Equal($"wakeup/{Client}", ((IEffect)Push(1)).Destination);
        scenario.SetsAlarm(Alarm.At(Start + Options.WakeUpLife));
    }

    [Fact]
    public void Mail_ForAClientThatIsHere_WakesNobody()
    {
        var scenario = Given(WithPhone, Opened(Relay)).When(Store(1)).Then(Stored(1));
        Assert.DoesNotContain(scenario.Decision.Effects, effect => effect is SendWakeUp);
    }

    [Fact]
    public void Mail_WithPresenceUnknown_AsksAndWaitsForAnAnswer()
    {
        var scenario = GivenUnknown(WithPhone).When(Store(1)).Then(Stored(1)).Replies(Answer(MailOutcome.Stored, asks: true)).Wants()
            .SetsAlarm(Alarm.At(Start + Options.PresenceGrace));
        scenario.When(new NobodyThere()).Then(Sent(1)).Wants(Push(1));
        scenario.When(new NobodyThere()).ThenNothing();
    }

    [Fact]
    public void Mail_WithPresenceUnknown_GoesToASessionThatIsTold() =>
        GivenUnknown(WithPhone).When(Store(1)).When(new OpenSession(Relay)).Replies(new SessionAnswered(Batch(1, 1), null, true)).Wants();

    [Fact]
    public void Mail_WithPresenceUnknownForTooLong_WakesTheClient()
    {
        var scenario = GivenUnknown(WithPhone).When(Store(1)).After(Options.PresenceGrace).When(AlarmDue.Instance);
        scenario.Wants(Push(1));
    }

    [Fact]
    public void WakeUp_InFlight_IsTheOnlyOne()
    {
        var scenario = Given(WithPhone).When(Store(1)).Wants(Push(1));
        scenario.When(Store(2)).Wants();
        scenario.When(Preimage).Then(new WakeUpWished(WakeUpReason.PreimageWaiting, Start)).Wants();
        // The outcome frees the way for a reason that nothing was sent for.
        scenario.When(Done(1)).Then(new WakeUpEnded(1, true), Sent(2, WakeUpReason.PreimageWaiting)).Wants(Push(2, WakeUpReason.PreimageWaiting));
        scenario.When(Done(2)).Then(new WakeUpEnded(2, true)).Wants();
    }

    [Fact]
    public void WakeUp_NamesTheMostUrgentReason()
    {
        var scenario = Given(Stored(1));
        foreach (var reason in Enum.GetValues<WakeUpReason>().Except([WakeUpReason.MessageWaiting]).Reverse())
            scenario.When(new RequestWakeUp(reason)).Wants();
        scenario.When(new RegisterDevice(Phone, MailboxLimits.Default)).Wants(Push(1, WakeUpReason.ExpirySoon));
    }

    [Fact]
    public void WakeUp_OfOneReason_HasACooldown()
    {
        var scenario = Given(WithPhone).When(Store(1)).When(Done(1));
        scenario.After(TimeSpan.FromSeconds(59)).When(Store(2)).Wants().SetsAlarm(Alarm.At(Start + TimeSpan.FromMinutes(1)));
        scenario.After(TimeSpan.FromSeconds(1)).When(AlarmDue.Instance).Wants(Push(2));
        // Each wake-up in vain doubles it.
        scenario.When(Done(2)).When(Store(3)).Wants();
        scenario.After(TimeSpan.FromSeconds(119)).When(Store(4)).Wants();
        scenario.After(TimeSpan.FromSeconds(1)).When(AlarmDue.Instance).Wants(Push(3));
    }

    [Fact]
    public void Cooldown_OfManyWakeUpsInVain_IsBounded()
    {
        var scenario = Given(WithPhone);
        for (var i = 1; i <= 12; i++) scenario.When(Store(i)).When(Done(i)).After(Options.MaxCooldown);
        Assert.Equal(12, scenario.State.LastWakeUpId);
        scenario.When(Store(99)).Wants(Push(13));
    }

    [Fact]
    public void OtherReason_DoesNotWaitForTheCooldown()
    {
        var scenario = Given(WithPhone).When(Store(1)).When(Done(1));
        scenario.After(TimeSpan.FromSeconds(1)).When(Preimage).Wants(Push(2, WakeUpReason.PreimageWaiting));
    }

    [Fact]
    public void WakeUp_InVain_IsRepeatedByTheSchedule()
    {
        var scenario = Given(WithPhone).When(Store(1)).When(Done(1));
        var id = 1L;
        foreach (var wait in Options.RepeatAfter)
        {
            scenario.After(wait - TimeSpan.FromSeconds(1)).When(AlarmDue.Instance).Wants();
            scenario.After(TimeSpan.FromSeconds(1)).When(AlarmDue.Instance).Wants(Push(++id));
            scenario.When(Done(id));
        }

        scenario.SetsAlarm(Alarm.At(Start + TimeSpan.FromDays(14)));
    }

    [Fact]
    public void WakeUp_WithoutAnOutcome_CountsAsLost()
    {
        var scenario = Given(WithPhone).When(Store(1)).After(Options.WakeUpLife - TimeSpan.FromSeconds(1)).When(AlarmDue.Instance).Then();
        scenario.After(TimeSpan.FromSeconds(1)).When(AlarmDue.Instance)
            .Then(new WakeUpEnded(1, false), Sent(2, at: Start + Options.WakeUpLife)).Wants(Push(2));
        // Its outcome comes after all.
        scenario.When(Done(1)).ThenNothing();
    }

    [Fact]
    public void Return_OfTheClient_ResetsWakeUps()
    {
        var scenario = Given(WithPhone).When(Store(1)).When(Preimage);
        scenario.When(new OpenSession(Relay)).Then(new ClientReturned(Start));
        Assert.Null(scenario.State.InFlight);
        scenario.When(Done(1)).ThenNothing();
        scenario.When(new AcknowledgeMail(Relay.Id, 1)).When(new CloseSession(Relay.Id));
        Assert.Empty(scenario.State.Wishes);
        scenario.After(Options.LeaveGrace).When(Store(2)).Wants(Push(2));
    }

    [Fact]
    public void ClientSeenElsewhere_ResetsWakeUps()
    {
        var scenario = Given(WithPhone).When(Preimage).Wants(Push(1, WakeUpReason.PreimageWaiting));
        scenario.When(new SeeClient()).Then(new ClientReturned(Start)).SetsAlarm(Alarm.None);
        scenario.When(new SeeClient()).ThenNothing();
        scenario.When(Preimage).Wants(Push(2, WakeUpReason.PreimageWaiting));
    }

    [Fact]
    public void Client_ThatLeavesItsMail_IsWokenAfterAWhile()
    {
        var scenario = Given(WithPhone, Opened(Relay)).When(Store(1)).After(TimeSpan.FromMinutes(1));
        scenario.When(new CloseSession(Relay.Id)).Then().Wants().SetsAlarm(Alarm.At(scenario.Run.Now.Time + Options.LeaveGrace));
        scenario.After(Options.LeaveGrace).When(AlarmDue.Instance).Wants(Push(1));
    }

    [Fact]
    public void Wish_WhileTheClientIsHere_IsKeptUntilTheSessionHasProvedAlive()
    {
        var wished = new WakeUpWished(WakeUpReason.PreimageWaiting, Start);
        var alive = Given(WithPhone, Opened(Relay)).When(Preimage).Then(wished).Wants().SetsAlarm(Alarm.At(Start + Options.Watch));
        alive.After(Options.Watch).When(AlarmDue.Instance).Then(new WakeUpWishDropped(WakeUpReason.PreimageWaiting)).SetsAlarm(Alarm.None);

        var dead = Given(WithPhone, Opened(Relay)).When(Preimage).After(TimeSpan.FromMinutes(1)).When(new CloseSession(Relay.Id)).Wants();
        dead.After(Options.LeaveGrace).When(AlarmDue.Instance).Wants(Push(1, WakeUpReason.PreimageWaiting));
    }

    [Fact]
    public void Mail_ThatASessionLeftWithoutAWord_WakesTheClientByTheAlarm()
    {
        // The member dies: nobody tells, the mailbox is read by its alarm.
        var scenario = Given(WithPhone, Opened(Relay)).When(Store(1));
        Assert.True(scenario.Run.Alarm.Time <= Start + Options.Watch);
        scenario.ReadAgain().After(Options.Watch);
        Assert.Contains(Push(1), scenario.Run.Tick()!.Effects);
    }

    [Fact]
    public void Wish_WithoutADevice_WaitsForOne()
    {
        var scenario = Given().When(Preimage).Wants().SetsAlarm(Alarm.None);
        scenario.When(Preimage).ThenNothing();
        scenario.When(new RegisterDevice(Phone, MailboxLimits.Default)).Wants(Push(1, WakeUpReason.PreimageWaiting));
    }

    [Fact]
    public void Wish_Again_IsNewsOnlyAfterAWakeUp()
    {
        var scenario = Given(WithPhone).When(Preimage).Wants(Push(1, WakeUpReason.PreimageWaiting)).When(Done(1)).After(TimeSpan.FromSeconds(1));
        scenario.When(Preimage).Then(new WakeUpWished(WakeUpReason.PreimageWaiting, Start + TimeSpan.FromSeconds(1))).Wants();
        scenario.After(TimeSpan.FromSeconds(1)).When(Preimage).ThenNothing();
    }

    [Fact]
    public void Report_ThatNothingWasSent_IsRepeatedByTheSchedule()
    {
        var scenario = Given(WithPhone).When(Store(1)).When(new ReportWakeUp(1, false, [])).Then(new WakeUpEnded(1, false))
            .SetsAlarm(Alarm.At(Start + Options.RepeatAfter[0]));
        scenario.When(new ReportWakeUp(1, true, [])).ThenNothing();
    }
}
