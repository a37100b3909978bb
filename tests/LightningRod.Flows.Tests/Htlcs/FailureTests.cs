using LightningRod.Actors.HeldPayment;
using LightningRod.Flows.Steps;
using LightningRod.Flows.Tests.Support;
using LightningRod.Ports.Channels;
using LightningRod.Simulation.Network;
using LightningRod.Simulation.Protocol;
using LightningRod.TestKit.Journals;

namespace LightningRod.Flows.Tests.Htlcs;

/// <summary>Storage, stream, heights and chain go wrong.</summary>
public sealed class FailureTests
{
    private static readonly Piece First = House.Part(1);

    [Theory, InlineData(NodeKind.CoreLightning), InlineData(NodeKind.Lnd)]
    public async Task Trigger_WhileTheStorageIsDown_TellsTheNodeNothingAndThePartFailsAtItsHeight(NodeKind kind)
    {
        await using var house = await HoldingAsync(kind);
        var key = house.State().Parts[0].Key;
        house.Fault = static _ => AppendFault.Refused;
        var told = house.Answers.Count;
        var asked = house.Host.Fabric.AskAsync(house.Hold, new ShowPaymentId(House.Pid), cancel: TestContext.Current.CancellationToken);
        await house.SettleAsync();
        house.Mine(199);
        await house.SettleAsync(200);
        Assert.True(asked.IsCompleted);
        Assert.Equal(told, house.Answers.Count);

        house.Mine();
        await house.UntilAsync(() => house.Answers.Count > told);
        Assert.IsType<HtlcAnswer.Fail>(house.Answers[^1].Answer.Answer);
        Assert.Equal(House.Expiry, house.Answers[^1].Height);
        house.Fault = static _ => AppendFault.None;
        await house.UntilAsync(() => house.State().Find(key)!.Status == PartStatus.Failed);
        Assert.Contains(StepNames.PartFailedBack, house.Steps);
    }

    [Fact]
    public async Task Part_AtItsFailBackHeight_IsFailedOnceAndNeverAbove()
    {
        await using var house = await HoldingAsync();
        house.Mine(200);
        await house.UntilAsync(() => house.State().Parts[0].Status == PartStatus.Failed);
        await house.SettleAsync(200);
        house.Mine();
        await house.UntilAsync(() => house.State() is { IsClosed: true, Status: HoldStatus.Expired });
        var fail = Assert.Single(house.Answers, told => told.Answer.Answer is not HtlcAnswer.Hold);
        Assert.Equal((typeof(HtlcAnswer.Fail), House.Expiry), (fail.Answer.Answer.GetType(), fail.Height));
    }

    [Theory, InlineData(NodeKind.CoreLightning), InlineData(NodeKind.Lnd)]
    public async Task Stream_LostWhileHolding_IsOpenedAgainAndThePaymentSettles(NodeKind kind)
    {
        await using var house = await HoldingAsync(kind);
        house.LoseStream();
        await house.UntilAsync(() => house.Connector.Health is { IsOpen: true, Held: 1 });
        await house.TriggerAsync();
        await house.UntilAsync(() => house.Arrived(First) == 1);
        house.LoseStream();
        house.Claim(First);
        await house.UntilAsync(() => house.State().IsClosed);
        Assert.Equal(PartStatus.Settled, house.State().Parts[0].Status);
    }

    [Fact]
    public async Task Stream_LostWhileAnAnswerIsGiven_GivesItAgainOnTheNextOne()
    {
        await using var house = await HoldingAsync();
        var lost = 0;
        house.Node.Instead = desired =>
        {
            if (desired.Answer is not HtlcAnswer.Resume || Interlocked.Exchange(ref lost, 1) == 1) return null;
            house.LoseStream();
            return AnswerOutcome.StreamGone;
        };
        await house.TriggerAsync();
        await house.UntilAsync(() => house.Arrived(First) == 1);
        Assert.Equal(1, lost);
    }

    [Theory, InlineData(AnswerOutcome.Fenced), InlineData(AnswerOutcome.NotSupported)]
    public async Task Answer_ThatTheNodeRefuses_IsTriedAgain(AnswerOutcome refusal)
    {
        await using var house = await HoldingAsync();
        var refusals = 0;
        house.Node.Instead = desired => desired.Answer is HtlcAnswer.Resume && Interlocked.Increment(ref refusals) < 4 ? refusal : null;
        await house.TriggerAsync();
        await house.UntilAsync(() => house.Arrived(First) == 1);
        Assert.True(refusals >= 4);
    }

    [Theory, InlineData(NodeKind.CoreLightning), InlineData(NodeKind.Lnd)]
    public async Task Release_ThatIsTooLate_FailsThePart(NodeKind kind)
    {
        await using var house = await HoldingAsync(kind);
        house.Node.Instead = static desired => desired.Answer is HtlcAnswer.Resume ? AnswerOutcome.TooLate : null;
        await house.TriggerAsync();
        await house.UntilAsync(() => house.State().IsClosed);
        var part = house.State().Parts[0];
        Assert.Equal((PartStatus.Failed, true), (part.Status, part.WasReleased));
        Assert.Equal(HtlcState.Failed, house.StateOf(new("lsp", part.Key.Channel, part.Key.HtlcId)));
    }

    [Fact]
    public async Task Release_HeldUpUntilItsHeight_FailsThePart()
    {
        await using var house = await HoldingAsync();
        house.Node.IsCut = true;
        house.LoseStream();
        await house.UntilAsync(() => !house.Connector.Health.IsOpen);
        await house.TriggerAsync();
        house.Mine(200);
        house.Node.IsCut = false;
        await house.UntilAsync(() => house.State().IsClosed);
        Assert.Equal(PartStatus.Failed, house.State().Parts[0].Status);
        Assert.Equal(0, house.Arrived(First));
    }

    [Theory, InlineData(NodeKind.CoreLightning), InlineData(NodeKind.Lnd)]
    public async Task Channel_OnChain_AbandonsItsPartsAndAnswersNothing(NodeKind kind)
    {
        await using var house = await HoldingAsync(kind);
        house.Network.Do(new ForceClose("payer", house.In.Channel));
        await house.UntilAsync(() => house.State().Parts[0].Status == PartStatus.Abandoned);
        await house.TriggerAsync();
        await house.SettleAsync();
        Assert.All(house.Answers, told => Assert.IsType<HtlcAnswer.Hold>(told.Answer.Answer));
    }

    [Fact]
    public async Task Channel_OnChainWhileNobodyListened_AbandonsItsParts()
    {
        await using var house = await HoldingAsync();
        await house.KillAsync();
        house.Network.Do(new ForceClose("payer", house.In.Channel));
        await house.StartAsync();
        await house.UntilAsync(() => house.State().Parts[0].Status == PartStatus.Abandoned);
    }

    [Fact]
    public async Task Reorg_WhileHolding_ChangesNothing()
    {
        await using var house = await HoldingAsync();
        house.Mine(20);
        await house.UntilAsync(() => house.Host.Heights.Highest == House.Start + 20);
        house.Network.Do(new Reorg(3));
        await house.UntilAsync(() => house.Connector.Health.Height == House.Start + 17);
        Assert.Equal(House.Start + 20, house.Host.Heights.Highest);
        await house.TriggerAsync();
        await house.UntilAsync(() => house.Arrived(First) == 1);
    }

    [Theory]
    [InlineData(HtlcState.Forwarded)]
    [InlineData(HtlcState.OutgoingResolved)]
    [InlineData(HtlcState.NotTold)]
    public async Task OldOffer_OfAPartThatNobodyKnows_IsNeverFailedNorHeldUnlessItWasNotForwarded(HtlcState state)
    {
        await using var house = await new House(NodeKind.Lnd).StartAsync();
        await house.RequestAsync(null, First);
        house.Node.Remembers = _ => state;
        var key = house.Send(First);
        await house.UntilAsync(() => house.Arrived(First) == 1);
        await house.SettleAsync();
        Assert.All(house.Answers.Where(told => told.Answer.Key == key), told => Assert.IsType<HtlcAnswer.Resume>(told.Answer.Answer));
        Assert.Empty(house.State().Parts);
    }

    [Fact]
    public async Task Part_ThatTheNodeLetGoByItself_IsPassedAndCounted()
    {
        await using var house = await HoldingAsync();
        var key = new HtlcKey("lsp", house.In.Channel, house.State().Parts[0].Key.HtlcId);
        house.Network.Do(new GiveAnswer(house.Network.LastStream, new(key, new HtlcAnswer.Resume(), null, ulong.MaxValue)));
        await house.UntilAsync(() => house.State().Parts[0].Status == PartStatus.Passed);
    }

    [Fact]
    public async Task Part_ThatTheNodeHasForgotten_IsGone()
    {
        await using var house = await HoldingAsync();
        house.Node.Instead = static desired => desired.Answer is HtlcAnswer.Hold ? null : AnswerOutcome.KeyUnknown;
        house.Node.Remembers = static _ => HtlcState.NeverSeen;
        await house.TriggerAsync();
        await house.UntilAsync(() => house.State().Parts[0].Status == PartStatus.Gone);
    }

    [Fact]
    public async Task Offer_WhileTheStorageIsDown_WaitsAndIsHeldWhenItWorksAgain()
    {
        await using var house = await new House().StartAsync();
        await house.RequestAsync(null, First);
        house.Journal.Crash();
        var key = house.Send(First);
        await house.SettleAsync(200);
        Assert.Equal(HtlcState.NotForwarded, house.StateOf(key));
        Assert.Empty(house.Answers);
        house.Journal.Restart();
        await house.UntilAsync(key, PartStatus.Held);
    }

    [Fact]
    public async Task Offer_WhoseHoldWasCancelledWhileItsAppendWasLost_FailsAndNeverPasses()
    {
        await using var house = await new House().StartAsync();
        await house.RequestAsync(null, First);
        house.Journal.FaultOf = static (_, batch) =>
            batch.Any(static append => append.Events.Any(static stored => stored.Name.StartsWith("payment.part_held", StringComparison.Ordinal)))
                ? AppendFault.Refused
                : AppendFault.None;
        var key = house.Send(First);
        await house.SettleAsync();
        Assert.Equal(HtlcState.NotForwarded, house.StateOf(key));

        // The hold ends without the part, and its payment hash is free.
        await house.AskAsync(house.Hold, new CancelHold());
        Assert.True(house.State().HasEnded);
        house.Journal.FaultOf = null;
        await house.UntilAsync(() => house.StateOf(key) == HtlcState.Failed);
        Assert.Equal(0, house.Arrived(First));
    }

    [Theory, InlineData(NodeKind.CoreLightning), InlineData(NodeKind.Lnd)]
    public async Task Offer_ThatNobodyCouldDecide_IsFailedBeforeItCouldNotGoOn(NodeKind kind)
    {
        await using var house = await new House(kind).StartAsync();
        house.Journal.Crash();
        var key = house.Send(First);
        await house.SettleAsync();
        house.Mine(House.Window - 10);
        await house.SettleAsync(100);
        Assert.Equal(HtlcState.NotForwarded, house.StateOf(key));
        house.Mine(9);
        await house.UntilAsync(() => house.StateOf(key) == HtlcState.Failed);
    }

    [Fact]
    public async Task Node_ThatDoesNotReportForwards_IsBelievedAtOnce()
    {
        await using var house = new House();
        house.Node.IsSilent = true;
        await house.StartAsync();
        await house.RequestAsync(null, First);
        var key = house.Send(First);
        await house.UntilAsync(key, PartStatus.Held);
        await house.TriggerAsync();
        await house.UntilAsync(key, PartStatus.Passed);
    }

    private static async Task<House> HoldingAsync(NodeKind kind = NodeKind.CoreLightning)
    {
        var house = await new House(kind).StartAsync();
        await house.RequestAsync(null, First);
        var key = house.Send(First);
        await house.UntilAsync(key, PartStatus.Held);
        await house.UntilAsync(() => house.Answers.Count > 0);
        return house;
    }
}
