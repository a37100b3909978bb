using LightningRod.Actors.Mailbox;
using static LightningRod.Actors.Tests.Mailbox.MailStory;

namespace LightningRod.Actors.Tests.Mailbox;

public sealed class DeliveringTests
{
    [Fact]
    public void Open_WithMail_GetsItInOrder() => Given(Stored(1), Stored(2)).When(new OpenSession(Relay)).Then()
        .ThenSoftly(Opened(Relay), new BatchHandedOut(Relay.Id, Batch(1, 1, 2))).Replies(new SessionAnswered(Batch(1, 1, 2), null, true)).Wants();

    [Fact]
    public void Open_WithoutMail_WritesNothing() =>
        Given().When(new OpenSession(Relay)).ThenNothing().Replies(new SessionAnswered(null, null, true));

    [Fact]
    public void Store_WithASessionThere_HandsItOut()
    {
        var scenario = Given(Opened(Relay)).When(Store(1)).Wants(new DeliverMail(Relay.Id, "member-1", Batch(1, 1)));
        Assert.Equal($"session/member-1/{Relay.Id:n}", ((IEffect)scenario.Decision.Effects[0]).Destination);
        // One batch at a time: the next one waits for the acknowledgement.
        scenario.When(Store(2)).When(Store(3)).Wants();
        scenario.When(new AcknowledgeMail(Relay.Id, 1)).Then(new MailAcknowledged([1L])).Wants()
            .Replies(new SessionAnswered(Batch(2, 2, 3), null, true));
        scenario.When(new AcknowledgeMail(Relay.Id, 2)).Then(new MailAcknowledged([2L, 3L])).Replies(new SessionAnswered(null, null, true));
        Assert.Empty(scenario.Run.Content);
        Assert.Equal("empty", scenario.Run.View!.State);
    }

    [Fact]
    public void Acknowledgement_OfAnotherBatchOrSession_ChangesNothing()
    {
        var scenario = Given(Stored(1), Opened(Relay), new BatchHandedOut(Relay.Id, Batch(5, 1)));
        scenario.When(new AcknowledgeMail(Relay.Id, 4)).ThenNothing().Replies(new SessionAnswered(null, null, true));
        scenario.When(new AcknowledgeMail(NewerRelay.Id, 5)).ThenNothing().Replies(new SessionAnswered(null, null, false));
        scenario.When(new AcknowledgeMail(Relay.Id, 5)).Then(new MailAcknowledged([1L]));
        scenario.When(new AcknowledgeMail(Relay.Id, 5)).ThenNothing();
    }

    [Fact]
    public void NewerSession_TakesThePlaceOfTheOlder()
    {
        var old = Relay with { Batch = Batch(1, 1), LastBatch = 1 };
        var scenario = Given(Stored(1), Opened(Relay), new BatchHandedOut(Relay.Id, Batch(1, 1)));
        scenario.When(new OpenSession(NewerRelay)).Replies(new SessionAnswered(Batch(1, 1), old, true)).Wants();
        scenario.When(new AcknowledgeMail(Relay.Id, 1)).ThenNothing().Replies(new SessionAnswered(null, null, false));
        scenario.When(new CloseSession(Relay.Id)).ThenNothing();
        Assert.True(scenario.State.Presence.IsHere);
        scenario.When(new AcknowledgeMail(NewerRelay.Id, 1)).Then(new MailAcknowledged([1L]));
    }

    [Fact]
    public void Reconnect_AfterALostSession_GetsTheMailAgain()
    {
        var scenario = Given(Stored(1), Opened(Relay), new BatchHandedOut(Relay.Id, Batch(1, 1))).When(new CloseSession(Relay.Id)).Then();
        scenario.When(new OpenSession(NewerRelay)).Replies(new SessionAnswered(Batch(1, 1), null, true));
    }

    [Fact]
    public void Open_ToldAgain_GetsWhatIsOutstanding()
    {
        var scenario = Given(Stored(1), Opened(Relay), new BatchHandedOut(Relay.Id, Batch(1, 1)));
        scenario.When(new OpenSession(Relay)).ThenNothing().Replies(new SessionAnswered(Batch(1, 1), null, true));
    }

    [Fact]
    public void Open_ToldToANewOwner_CountsOnFromItsLastBatch()
    {
        var scenario = Given(Stored(1), Opened(Relay), new BatchHandedOut(Relay.Id, Batch(7, 1))).ReadAgain();
        scenario.When(new AcknowledgeMail(Relay.Id, 7)).ThenNothing().Replies(new SessionAnswered(null, null, false));
        scenario.When(new OpenSession(Relay with { LastBatch = 7 })).Replies(new SessionAnswered(Batch(8, 1), null, true));
    }

    [Fact]
    public void Batch_OfMuchMail_IsBounded()
    {
        var many = Enumerable.Range(1, 40).Select(number => (IEvent)Stored(number)).ToArray();
        var scenario = Given(many).When(new OpenSession(Relay)).Replies(new SessionAnswered(Batch(1, [.. Enumerable.Range(1, 32)]), null, true));
        scenario.When(new AcknowledgeMail(Relay.Id, 1)).Replies(new SessionAnswered(Batch(2, [.. Enumerable.Range(33, 8)]), null, true));

        var small = new MailboxActor(new() { BatchBytes = (2 * Size) + 1 });
        var bytes = Scenario.Given(small, Id, new(Start, 0), many[..4]).When(new OpenSession(Relay));
        bytes.Replies(new SessionAnswered(Batch(1, 1, 2), null, true));
        var tiny = new MailboxActor(new() { BatchBytes = 1, BatchMessages = 0 });
        var one = Scenario.Given(tiny, Id, new(Start, 0), many[..4]).When(new OpenSession(Relay));
        one.Replies(new SessionAnswered(Batch(1, 1), null, true));
    }

    [Fact]
    public void PeeledMail_PrefersTheRelay()
    {
        var scenario = Given(Opened(Lnd), Opened(Relay)).When(Store(1)).Wants(new DeliverMail(Relay.Id, "member-1", Batch(1, 1)));
        scenario.When(new CloseSession(Relay.Id)).Wants(new DeliverMail(Lnd.Id, "member-1", Batch(1, 1)));
        Given(Opened(Cln)).When(Store(1)).Wants();
    }

    [Fact]
    public void MailOfOneNode_GoesByThatNodeAlone()
    {
        var scenario = Given(Opened(Relay), Opened(Lnd)).When(Store(1, "cln-1")).Wants();
        var batch = new MailBatch(1, [Mail(1, "cln-1")], Start);
        scenario.When(new OpenSession(Cln)).Replies(new SessionAnswered(batch, null, true));
        scenario.When(new AcknowledgeMail(Cln.Id, 1)).Then(new MailAcknowledged([1L]));
    }

    [Fact]
    public void Sessions_OfDifferentPlaces_StandSideBySide()
    {
        var scenario = Given(Opened(Relay)).When(new OpenSession(Cln)).Replies(new SessionAnswered(null, null, true));
        Assert.Equal(2, scenario.State.Presence.Sessions.Count);
    }

    [Fact]
    public void ExpiredMail_OfAnOutstandingBatch_IsNotAcknowledged()
    {
        var scenario = Given(Stored(1), Opened(Relay), new BatchHandedOut(Relay.Id, Batch(1, 1)));
        scenario.After(TimeSpan.FromDays(14)).When(new AcknowledgeMail(Relay.Id, 1)).Then(new MailExpired([1L])).ThenSoftly(new BatchTaken(Relay.Id));
        Assert.Empty(scenario.Run.Content);
    }

    [Fact]
    public void Batch_WithoutAnAcknowledgement_IsHandedOutAgainByTheAlarm()
    {
        var scenario = Given(Stored(1), Opened(Relay), new BatchHandedOut(Relay.Id, Batch(1, 1)));
        scenario.After(TimeSpan.FromMinutes(1)).When(AlarmDue.Instance).Wants().SetsAlarm(Alarm.At(scenario.Run.Now.Time + Options.Watch));
        scenario.After(TimeSpan.FromMinutes(1)).When(AlarmDue.Instance).Then()
            .Wants(new DeliverMail(Relay.Id, "member-1", Batch(1, 1) with { HandedOutAt = Start + TimeSpan.FromMinutes(2) }));
        scenario.When(new AcknowledgeMail(Relay.Id, 1)).Then(new MailAcknowledged([1L]));
    }
}
