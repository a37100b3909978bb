using LightningRod.Actors.Mailbox;
using static LightningRod.Actors.Tests.Mailbox.MailStory;

namespace LightningRod.Actors.Tests.Mailbox;

public sealed class StoringTests
{
    [Fact]
    public void Store_AMessage_KeepsItsBodyAndTellsHashAndSize()
    {
        var run = Given().When(Store(1)).Then(Stored(1)).Replies(Answer(MailOutcome.Stored)).Wants().Run;
        Assert.Equal(Message(1).ToArray(), run.Content[MailboxActor.ContentKey(StoredMail.HashOf(Message(1)))].ToArray());
        Assert.Equal(Message(1).ToArray().Length, run.State.Mail[0].Size);
        Assert.Equal(("mail", (ulong)Size, false), (run.View!.State, run.View.Amount, run.View.IsOver));
    }

    [Fact]
    public void Store_AnEqualMessage_IsOne() =>
        Given(Stored(1)).When(Store(1)).ThenNothing().Replies(Answer(MailOutcome.Duplicate));

    [Fact]
    public void Store_AnEqualMessageAfterItWasTaken_KeepsItAnew()
    {
        var scenario = Given(Stored(1), Opened(Relay), new BatchHandedOut(Relay.Id, Batch(1, 1))).When(new AcknowledgeMail(Relay.Id, 1));
        scenario.When(Store(1));
        Assert.Equal(2, scenario.State.LastMailId);
        Assert.Single(scenario.Run.Content);
    }

    [Fact]
    public void Store_OverABound_IsRefused()
    {
        var limits = MailboxLimits.Default;
        (MailboxLimits Limits, MailOutcome Outcome)[] rows =
        [
            (limits with { MaxMessageBytes = Size - 1 }, MailOutcome.TooLarge),
            (limits with { MaxMessageBytes = Size }, MailOutcome.Stored),
            (limits with { MaxMessages = 2 }, MailOutcome.TooManyMessages),
            (limits with { MaxMessages = 3 }, MailOutcome.Stored),
            (limits with { MaxBytes = (3 * Size) - 1 }, MailOutcome.TooManyBytes),
            (limits with { MaxBytes = 3 * Size }, MailOutcome.Stored),
        ];
        Assert.All(rows, row =>
        {
            var scenario = Given(Stored(1), Stored(2)).When(Store(3, limits: row.Limits)).Replies(Answer(row.Outcome));
            if (row.Outcome != MailOutcome.Stored) scenario.ThenNothing();
        });
    }

    [Fact]
    public void Store_ADuplicateInAFullMailbox_IsNoRefusal() =>
        Given(Stored(1)).When(Store(1, limits: new() { MaxMessages = 1 })).Replies(Answer(MailOutcome.Duplicate));

    [Fact]
    public void Mail_ThatIsTooOld_IsDroppedByTheAlarm()
    {
        var scenario = Given(Stored(1), Stored(2, at: Start + TimeSpan.FromHours(1)));
        scenario.After(TimeSpan.FromDays(14) - TimeSpan.FromSeconds(1)).When(AlarmDue.Instance).Then();
        scenario.After(TimeSpan.FromSeconds(1)).When(AlarmDue.Instance).Then(new MailExpired([1L]))
            .SetsAlarm(Alarm.At(Start + TimeSpan.FromDays(14) + TimeSpan.FromHours(1)));
        Assert.Equal([MailboxActor.ContentKey(StoredMail.HashOf(Message(2)))], scenario.Run.Content.Keys);
        scenario.After(TimeSpan.FromHours(1)).When(AlarmDue.Instance).Then(new MailExpired([2L])).SetsAlarm(Alarm.None);
        Assert.Empty(scenario.State.Wishes);
    }

    [Fact]
    public void Life_BeyondTheEndOfTime_IsTheEndOfTime()
    {
        var scenario = Given().When(Store(1, limits: new() { Life = TimeSpan.MaxValue }));
        Assert.Equal(DateTimeOffset.MaxValue, scenario.State.Mail[0].ExpiresAt);
    }

    [Fact]
    public void Checkpoint_AfterManyEvents_HoldsAllThatIsStored()
    {
        var run = new ActorRun<MailboxState>(new MailboxActor(new() { CheckpointEvery = 4 }), Id) { Now = new(Start, 0) };
        run.Send(new OpenSession(Relay));
        run.Send(new RegisterDevice(Phone, MailboxLimits.Default));
        run.Send(Store(1));
        run.Send(new RequestWakeUp(WakeUpReason.PreimageWaiting));
        Assert.DoesNotContain(run.Journal, happened => happened is ICheckpoint);
        var decision = run.Send(new AcknowledgeMail(Relay.Id, 1));
        Assert.Equal(
            new MailboxCheckpoint([], 1, [Phone], [new(WakeUpReason.PreimageWaiting, Start)], null, 0),
            Assert.IsType<MailboxCheckpoint>(decision.Events[^1]));
        Assert.Equal(run.State with { Presence = Presence.Unknown }, run.Replayed());
        Assert.True(run.State.Presence.IsHere);
    }
}
