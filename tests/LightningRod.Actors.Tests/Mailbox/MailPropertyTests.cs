using LightningRod.Actors.Mailbox;
using static LightningRod.Actors.Tests.Mailbox.MailStory;

namespace LightningRod.Actors.Tests.Mailbox;

/// <summary>What holds in every story.</summary>
public sealed class MailPropertyTests
{
    private const int Stories = 1500;
    private const int Length = 50;

    private static readonly MailboxActor Checkpointing = new(new() { CheckpointEvery = 7, BatchMessages = 2 });

    [Fact]
    public void Replay_OfAnyStory_GivesTheLiveStateWithoutPresence() => Play((run, before, decision) =>
        Assert.Equal(run.State with { Presence = Presence.Unknown }, run.Replayed()));

    [Fact]
    public void Content_OfAnyStory_IsThatOfTheKeptMail() => Play((run, before, decision) => Assert.Equal(
        run.State.Mail.Select(mail => MailboxActor.ContentKey(mail.Hash)).ToHashSet(), run.Content.Keys.ToHashSet()));

    [Fact]
    public void Mailbox_OfAnyStory_StaysWithinItsLimits() => Play((run, before, decision) =>
    {
        Assert.InRange(run.State.Mail.Count, 0, MailStep.Limits.MaxMessages);
        Assert.InRange(run.State.Bytes, 0, MailStep.Limits.MaxBytes);
        Assert.InRange(run.State.Devices.Count, 0, MailStep.Limits.MaxDevices);
        Assert.Equal(run.State.Mail.Select(mail => mail.Id).Order(), run.State.Mail.Select(mail => mail.Id));
        Assert.Equal(run.State.Mail.Count, run.State.Mail.Select(mail => mail.Hash).Distinct().Count());
        Assert.Equal(run.State.Wishes.Count, run.State.Wishes.Select(wish => wish.Reason).Distinct().Count());
        Assert.Equal(run.State.Presence.Sessions.Count, run.State.Presence.Sessions.Select(session => session.Place).Distinct().Count());
    });

    [Fact]
    public void Mail_OfAnyStory_LeavesOnlyWhenItWasGivenOrIsTooOld() => Play((run, before, decision) =>
    {
        foreach (var mail in before.Mail.Where(mail => !run.State.Mail.Contains(mail)))
        {
            if (mail.ExpiresAt <= run.Now.Time) continue;
            var session = before.Presence.Sessions.Single(session => session.Batch?.Mail.Contains(mail) == true && Takes(run, session));
            Assert.Contains(decision.Events, happened => happened is MailAcknowledged taken && taken.Ids.Contains(mail.Id));
            Assert.True(mail.OnlyAt is null ? session.TakesPeeled : session.Place == MailSession.AtNode(mail.OnlyAt));
        }

        static bool Takes(ActorRun<MailboxState> after, MailSession session) =>
            after.State.Presence.Find(session.Id)?.Batch?.Number != session.Batch!.Number;
    });

    [Fact]
    public void Batches_OfAnyStory_AreInOrderAndOneAtATime() => Play((run, before, decision) =>
    {
        foreach (var handed in decision.Soft.OfType<BatchHandedOut>())
        {
            Assert.Equal(handed.Batch.Mail.OrderBy(mail => mail.Id), handed.Batch.Mail);
            var open = before.Presence.Find(handed.Session)?.Batch;
            var isTaken = decision.Soft.Contains(new BatchTaken(handed.Session));
            Assert.True(open is null || open.Number == handed.Batch.Number || isTaken, "two batches at a time");
        }

        // No session that could take mail is left without a batch.
        foreach (var session in run.State.Presence.Sessions.Where(session => session is { Place: MailSession.Relay, Batch: null }))
            Assert.DoesNotContain(run.State.Mail, mail => mail.OnlyAt is null);
    });

    [Fact]
    public void WakeUp_OfAnyStory_IsTheOnlyOneAndNotForAClientThatIsHere() => Play((run, before, decision) =>
    {
        foreach (var push in decision.Effects.OfType<SendWakeUp>())
        {
            Assert.Contains(decision.Events, happened => happened is WakeUpSent sent && sent.Id == push.Id);
            Assert.False(run.State.Presence.IsHere);
            Assert.True(before.InFlight is null || decision.Events.Any(happened => happened is WakeUpEnded or ClientReturned), "two in flight");
            Assert.Equal(push.Id, run.State.InFlight?.Id);
            Assert.NotEmpty(push.Devices);
        }
    });

    [Fact]
    public void WakeUps_OfOneReason_KeepTheCooldownUntilTheClientReturns() => Properties.Hold(MailStep.Any, Stories, Length, story =>
    {
        var sent = new Dictionary<WakeUpReason, DateTimeOffset>();
        Walk(story, (run, before, decision) =>
        {
            foreach (var happened in decision.Events)
            {
                if (happened is ClientReturned) sent.Clear();
                // Without mail there is nothing to wake for: what comes later is a wish of its own.
                if (happened is MailExpired && run.State.Mail.Count == 0) sent.Remove(WakeUpReason.MessageWaiting);
                if (happened is not WakeUpSent push) continue;
                var wait = push.At - sent.GetValueOrDefault(push.Reason, DateTimeOffset.MinValue);
                Assert.True(wait >= Options.Cooldown, $"{push.Reason} after {wait}");
                sent[push.Reason] = push.At;
            }
        });
    });

    [Fact]
    public void Alarm_OfAnyStory_IsAheadAndSetAsLongAsThereIsMail() => Play((run, before, decision) =>
    {
        if (run.State.Mail.Count > 0) Assert.True(run.Alarm.Time <= run.State.Mail.Min(mail => mail.ExpiresAt), "mail would never expire");
        run.Tick();
    });

    [Fact]
    public void Mail_AfterAnyStory_WakesTheClientThoughNobodyTellsAnything() => Properties.Hold(MailStep.Any, Stories, Length, story =>
    {
        var run = Walk(story, (run, before, decision) => { });
        run.ReadAgain();
        if (run.State.Mail.Count == 0 || run.State.Devices.Count == 0) return;
        if (run.State.InFlight is not null || run.State.Wishes.Any(wish => wish.Attempts > 0)) return;
        if (run.State.Mail.Any(mail => mail.ExpiresAt < run.Now.Time + TimeSpan.FromHours(1))) return;
        var before = run.Effects.Count;
        for (var i = 0; i < 5 && run.Effects.Count == before; i++)
        {
            run.Now = run.Now with { Time = run.Alarm.Time > run.Now.Time ? run.Alarm.Time.Value : run.Now.Time };
            run.Tick();
        }

        Assert.Contains(run.Effects.Skip(before), effect => effect is SendWakeUp);
        Assert.True(run.State.Wishes.Min(wish => wish.SentAt) is not null);
    });

    [Fact]
    public void Presence_OfAnyStory_IsNeverStored() => Play((run, before, decision) =>
    {
        if (decision.Events.IsEmpty && decision.Effects.IsEmpty) Assert.True(decision.View is null && decision.Content.IsEmpty);
        Assert.DoesNotContain(run.Journal, happened => happened is ISoftEvent);
        Assert.DoesNotContain(Relay.Id.ToString(), string.Concat(decision.Events), StringComparison.Ordinal);
    });

    private static void Play(Action<ActorRun<MailboxState>, MailboxState, Decision> law) =>
        Properties.Hold(MailStep.Any, Stories, Length, story => Walk(story, law));

    private static ActorRun<MailboxState> Walk(IEnumerable<MailStep> story, Action<ActorRun<MailboxState>, MailboxState, Decision> law)
    {
        var run = new ActorRun<MailboxState>(Checkpointing, Id) { Now = new(Start, 0) };
        foreach (var step in story)
        {
            run.Now = run.Now with { Time = run.Now.Time + step.Wait };
            if (step.ReadAgain) run.ReadAgain();
            var before = run.State;
            law(run, before, run.Send(step.Command));
        }

        return run;
    }
}
