using LightningRod.Actors.HeldPayment;
using static LightningRod.Actors.Tests.HeldPayment.HoldStory;

namespace LightningRod.Actors.Tests.HeldPayment;

/// <summary>What holds in every story.</summary>
public sealed class HoldPropertyTests
{
    private const int Stories = 1500;
    private const int Length = 40;

    [Fact]
    public void Part_OfAnyStory_HasOneEndAtMost() => Play((run, before, decision) => Assert.All(
        run.Journal.Select(EndOf).OfType<PartKey>().GroupBy(key => key), ends => Assert.Single(ends)));

    [Fact]
    public void Release_OfAnyStory_IsTriggeredAndBeforeItsHeights() => Play((run, before, decision) =>
    {
        foreach (var released in decision.Events.OfType<PartReleaseDecided>())
        {
            var part = run.State.Find(released.Part)!;
            Assert.True(run.Now.Height < part.FailBackHeight.Value, "released at or after the fail-back height");
            Assert.True(run.Now.Height <= run.State.Agreement!.ExpiryHeight.Value, "released after the expiry height");
            Assert.True(part.NextIsActive, "released over a channel that is away");
            Assert.Contains(Triggered, run.Journal);
        }
    });

    [Fact]
    public void FirstRelease_OfAnyStory_TakesAllPartsOrNone() => Play((run, before, decision) =>
    {
        if (before.IsUnderway || !decision.Events.OfType<PartReleaseDecided>().Any()) return;
        Assert.DoesNotContain(run.State.Parts, part => part.Status == PartStatus.Held);
        var released = run.State.Parts.Where(part => part.WasReleased).Select(part => part.Htlc.Hash);
        var passed = run.State.Parts.Where(part => part.Status is PartStatus.Passed or PartStatus.Settled).Select(part => part.Htlc.Hash);
        Assert.Empty(run.State.Agreement!.Hashes.Hashes.Except(released).Except(passed));
    });

    [Fact]
    public void HeldPart_ThatLeavesBeforeTheFirstRelease_TakesTheOthersWithIt() => Play((run, before, decision) =>
    {
        var left = before.Parts.Any(part => part.Status == PartStatus.Held && run.State.Find(part.Key)!.Status is not
            (PartStatus.Held or PartStatus.ReleaseDecided or PartStatus.Passed or PartStatus.Settled));
        if (left && !before.IsUnderway)
            Assert.DoesNotContain(before.Parts, part => part.Status == PartStatus.Held && run.State.Find(part.Key)!.Status == PartStatus.Held);
    });

    [Fact]
    public void Effect_OfAnyStory_FollowsFromAnEvent() => Play((run, before, decision) =>
    {
        Assert.True(decision.Effects.IsEmpty || !decision.Events.IsEmpty);
        foreach (var answer in decision.Effects.OfType<AnswerPart>().Select(effect => effect.Answer))
        {
            Assert.True(answer.Action is PartAction.Release or PartAction.Fail);
            Assert.Contains(decision.Events, happened => happened switch
            {
                PartReleaseDecided released => answer.Action == PartAction.Release && released.Part == answer.Part,
                PartFailDecided failed => answer.Action == PartAction.Fail && failed.Part == answer.Part,
                PartRefused refused => answer.Action == PartAction.Fail && refused.Htlc.Key == answer.Part,
                _ => false,
            });
        }

        foreach (var decided in decision.Events.OfType<PartReleaseDecided>())
            Assert.Contains(decision.Effects.OfType<AnswerPart>(), effect => effect.Answer.Part == decided.Part);
    });

    [Fact]
    public void Replay_OfAnyStory_GivesTheLiveState() => Play((run, before, decision) => Assert.Equal(run.State, run.Replayed()));

    [Fact]
    public void HeldAmount_OfAnyStory_StaysWithinTheLimits() => Play((run, before, decision) =>
    {
        if (run.State.Agreement is not { } agreement) return;
        Assert.True(run.State.Held <= agreement.MaxAmount);
        // What a node let go against its orders can not be helped.
        if (run.State.Parts.Any(part => !part.WasReleased && part.Status is PartStatus.Passed or PartStatus.Settled)) return;
        var pending = run.State.Parts.Count(part => part.Status is PartStatus.Held or PartStatus.ReleaseDecided or PartStatus.Passed);
        Assert.True(pending <= agreement.MaxParts);
        Assert.True(run.State.Parts.Where(part => part.Counts).Sum(part => (decimal)part.Htlc.Amount.Value) <= agreement.MaxAmount.Value);
        Assert.True(run.State.Parts.Count <= agreement.MaxPartsNoted);
    });

    [Fact]
    public void HeldPart_OfAnyStory_HasAnAlarmInTime() => Play((run, before, decision) =>
    {
        Assert.All(run.State.Parts.Where(part => part.Status == PartStatus.Held), part => Assert.True(run.Alarm.Height <= part.FailBackHeight.Value));
        Assert.False(run.Alarm.IsDue(run.Now), "due again at once");
        if (run.State.IsClosed) Assert.Equal(Alarm.None, run.Alarm);
        else if (run.State.Waits) Assert.True(run.Alarm.Height <= Expiry + 1);
    });

    [Fact]
    public void Index_OfAnyStory_HoldsTheHashesUntilTheEnd() => Play((run, before, decision) => Assert.Equal(
        run.State is { Agreement: { } agreement, HasEnded: false } ? agreement.Hashes.Hashes.Count : 0,
        run.Index.Count(entry => entry.Index == "payment_hash")));

    [Fact]
    public void Index_OfAnyStory_HoldsThePartsThatNeedReports() => Play((run, before, decision) => Assert.Equal(
        Awaited(run.State).ToHashSet(), run.Index.Where(entry => entry.Index == "part").ToHashSet()));

    [Fact]
    public void Steps_OfAnyStory_AreLegal() => Play((run, before, decision) => HoldLaws.LegalStep(before, decision, Actor));

    [Fact]
    public void Offer_InAnyStory_GetsThePresentDecisionAndNeverPassesAHeldHash() => Properties.Hold(HoldStep.Any, Stories, Length, story =>
    {
        var run = new ActorRun<Hold>(Actor, Id);
        foreach (var step in story)
        {
            run.Now = new(DateTimeOffset.UnixEpoch, step.Height);
            var reply = run.Send(step.Command).Reply;
            if (step.Command is not OfferPart { Htlc: var htlc }) continue;
            var answer = Assert.IsType<PartAnswered>(reply).Answer;
            if (run.State.Find(htlc.Key) is { } part) Assert.Equal(part.Answer, answer);
            else if (run.State.Agreement?.Hashes.Hashes.Contains(htlc.Hash) == true && run.State.Status != HoldStatus.Done)
                Assert.True(answer.Action is PartAction.Fail or PartAction.AskHistory, $"{answer.Action}");
        }
    });

    [Fact]
    public void View_OfAnyStory_TellsTheState() => Play((run, before, decision) =>
    {
        if (run.State.Agreement is null) return;
        Assert.Equal(run.State.IsClosed, run.View!.IsOver);
        Assert.Equal(run.State.Held.Value, run.View.Amount);
        Assert.Equal(run.Alarm.Height, run.View.DueHeight);
    });

    [Fact]
    public void PaymentId_InAnyStory_IsNowhere() => Play((run, before, decision) =>
    {
        var pid = Pid.Value.ToString();
        object?[] shown = [.. decision.Events, .. decision.Effects, decision.Reply, decision.View, run.State];
        Assert.All(shown.Select(Text), text => Assert.DoesNotContain(pid, text, StringComparison.OrdinalIgnoreCase));

        static string Text(object? value) => value?.ToString() ?? "";
    });

    private static PartKey? EndOf(IEvent happened) => happened switch
    {
        PartSettled e => e.Part,
        PartFailed e => e.Part,
        PartGone e => e.Part,
        PartAbandoned e => e.Part,
        _ => null,
    };

    private static void Play(Action<ActorRun<Hold>, Hold, Decision> law) => Properties.Hold(HoldStep.Any, Stories, Length, story =>
    {
        var run = new ActorRun<Hold>(Actor, Id);
        foreach (var step in story)
        {
            run.Now = new(DateTimeOffset.UnixEpoch, step.Height);
            if (step.ReadAgain) run.ReadAgain();
            var before = run.State;
            law(run, before, run.Send(step.Command));
        }
    });
}
