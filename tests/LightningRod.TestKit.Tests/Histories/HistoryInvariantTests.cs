using LightningRod.Engine.Abstractions;
using LightningRod.Ports.Channels;
using LightningRod.TestKit.Histories;
using LightningRod.Wire.Primitives;
using static LightningRod.TestKit.Histories.HistoryInvariants;

namespace LightningRod.TestKit.Tests.Histories;

/// <summary>Each invariant holds for a good history and finds the one that breaks it.</summary>
public sealed class HistoryInvariantTests
{
    private const uint FailBack = 900;
    private static readonly NodeId Payer = NodeOf(1), Stranger = NodeOf(2);
    private static readonly PaymentHash Hash = new(Bytes32.Sha256("hash"u8));
    private static readonly HtlcKey Part = KeyOf(0), Foreign = KeyOf(7);
    private static readonly ActorId Hold = new("payment", new(Payer.Span), new(Bytes32.Sha256("pid"u8).Span));

    private readonly History _history = new();

    [Fact]
    public void Check_OfAPaymentThatIsHeldReleasedAndSettled_FindsNothing()
    {
        Add(Accepted(), Offer(Part), Verdict(HtlcVerdict.Held), Told(new HtlcAnswer.Hold(new(FailBack), 1)));
        Add(new TriggerShown(Hold), Verdict(HtlcVerdict.Release), Told(new HtlcAnswer.Resume()), new ForwardSeen(Part, new(801)));
        Add(End(Part), new HoldEndStored(Hold), new HoldListed(Hold, true), Offer(Foreign, isClients: false));
        Add(Told(new HtlcAnswer.Resume(), Foreign), Taken(1), Got(1), Taken(2), Got(2), Got(1), Rest(FailBack));
        Assert.Empty(_history.Check());
    }

    [Fact]
    public void Check_OfAPaymentThatIsFailedAtItsHeight_FindsNothing()
    {
        Add(Accepted(), Offer(Part), Verdict(HtlcVerdict.Held), new HeightSeen(new(FailBack)), Told(new HtlcAnswer.Fail(1)), End(Part), Rest(FailBack));
        Assert.Empty(_history.Check());
    }

    [Fact]
    public void Check_OfAPartThatWentBeforeTheTrigger_NamesItAndItsHold()
    {
        Add(Accepted(), Offer(Part), Verdict(HtlcVerdict.Held), Verdict(HtlcVerdict.Release), Told(new HtlcAnswer.Resume()));
        Assert.Contains($"{Part} went on", Broken(TriggerFirst).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OfAPartThatPassedAsIfItWereNone_FindsIt()
    {
        Add(Accepted(), Offer(Part), Told(new HtlcAnswer.Resume()));
        Broken(TriggerFirst);
    }

    [Fact]
    public void Check_OfAnHtlcOfAHoldThatHasEnded_LetsItPass()
    {
        Add(Accepted(), new HoldEndStored(Hold), Offer(Part), Told(new HtlcAnswer.Resume()));
        Assert.Empty(_history.Check());
    }

    [Fact]
    public void Check_OfAForwardThatNobodyAskedFor_FindsIt()
    {
        Add(Accepted(), Offer(Part), Verdict(HtlcVerdict.Held), new ForwardSeen(Part, new(801)));
        Broken(TriggerFirst);
    }

    [Fact]
    public void Check_OfAReleaseAtTheFailBackHeight_FindsIt()
    {
        Add(Accepted(), Offer(Part), Verdict(HtlcVerdict.Held), new TriggerShown(Hold), Verdict(HtlcVerdict.Release));
        Add(new AnswerTaken(Part, new(FailBack), new HtlcAnswer.Resume(), 1));
        Broken(FailBackHeightKept);
    }

    [Fact]
    public void Check_OfAPartThatIsStillHeldAtItsHeight_FindsIt()
    {
        Add(Accepted(), Offer(Part), Verdict(HtlcVerdict.Held), Rest(FailBack));
        Broken(FailBackHeightKept);
    }

    [Fact]
    public void Check_OfAFailAfterAForward_FindsIt()
    {
        Add(Offer(Part), new ForwardSeen(Part, new(801)), Verdict(HtlcVerdict.Fail), Told(new HtlcAnswer.Fail(1)));
        Broken(NeverFailedAfterForward);
    }

    [Fact]
    public void Check_OfTwoAnswers_FindsThem()
    {
        Add(Offer(Part), Verdict(HtlcVerdict.Fail), Told(new HtlcAnswer.Fail(1)), Told(new HtlcAnswer.Resume()));
        Broken(OneAnswer);
    }

    [Fact]
    public void Check_OfAnAnswerUnderALowerEpoch_FindsIt()
    {
        Add(Offer(Part), Told(new HtlcAnswer.Resume()), Offer(Foreign), new AnswerTaken(Foreign, new(801), new HtlcAnswer.Resume(), 0));
        Broken(OneAnswer);
    }

    [Theory, InlineData(HtlcVerdict.Held), InlineData(HtlcVerdict.Release), InlineData(HtlcVerdict.Fail)]
    public void Check_OfAnAnswerThatWasNotStored_FindsIt(HtlcVerdict verdict)
    {
        Add(Accepted(), new TriggerShown(Hold), Offer(Part));
        if (verdict == HtlcVerdict.Release) Add(Verdict(HtlcVerdict.Held));
        Add(Told(verdict switch
        {
            HtlcVerdict.Held => new HtlcAnswer.Hold(new(FailBack), 1),
            HtlcVerdict.Release => new HtlcAnswer.Resume(),
            _ => new HtlcAnswer.Fail(1),
        }));
        Broken(StoredBeforeTold);
    }

    [Fact]
    public void Check_OfAnAnswerThatWasPerhapsStored_FindsIt()
    {
        Add(Offer(Part), Verdict(HtlcVerdict.Fail) with { IsCertain = false }, Told(new HtlcAnswer.Fail(1)));
        Broken(StoredBeforeTold);
    }

    [Fact]
    public void Check_OfAFailOfTheConnectorAlone_NeedsItsHeight()
    {
        Add(Offer(Part) with { MayFailUndecidedFrom = new(FailBack) }, new HeightSeen(new(FailBack)), Told(new HtlcAnswer.Fail(1)));
        Assert.Empty(_history.Check());
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Check_OfAHoldThatIsOverWithAPendingPart_FindsIt(bool isListed)
    {
        Add(Offer(Part), Verdict(HtlcVerdict.Held), isListed ? new HoldListed(Hold, true) : new HoldEndStored(Hold));
        Broken(EndedHoldHasNoPart);
    }

    [Fact]
    public void Check_OfAStrangersHtlcThatIsTouched_FindsIt()
    {
        Add(Offer(Foreign, isClients: false), Verdict(HtlcVerdict.Fail, Foreign), Told(new HtlcAnswer.Fail(1), Foreign));
        Assert.Equal(2, _history.Check().Count(breach => breach.Invariant == StrangersPass));
    }

    [Fact]
    public void Check_OfAStrangersHtlcThatIsKept_FindsIt()
    {
        Add(Offer(Foreign, isClients: false), Rest(801));
        Broken(StrangersPass);
    }

    [Fact]
    public void Check_OfAMessageThatWasTakenAndNeverCame_FindsIt()
    {
        Add(Taken(1), Got(1), Taken(2), Rest(801));
        Assert.Equal(3, Broken(MessagesArrive).Entry);
    }

    [Fact]
    public void Check_OfMessagesOutOfOrder_FindsThem()
    {
        Add(Taken(1), Taken(2), Got(2), Got(1));
        Broken(MessagesInOrder);
    }

    [Fact]
    public void ToString_OfAHistory_NumbersItsEntries()
    {
        Add(Offer(Part));
        _history.Note("the member was killed");
        Assert.Contains("    1 -- the member was killed", _history.ToString(), StringComparison.Ordinal);
        Assert.Contains("    0 lsp/", _history.ToString(), StringComparison.Ordinal);
    }

    private static NodeId NodeOf(byte number)
    {
        var bytes = Bytes32.Sha256([number]).Span.ToArray();
        return NodeId.TryParse([2, .. bytes], out var id) || NodeId.TryParse([3, .. bytes], out id) ? id : throw new InvalidOperationException();
    }

    private static HtlcKey KeyOf(ulong id) => new("lsp", new(Bytes32.Sha256("channel"u8)), id);

    private static HoldAccepted Accepted() => new(Hold, Payer, [Hash]);

    private static OfferSeen Offer(HtlcKey key, bool isClients = true) => new(key, new(800), Hash, isClients ? Payer : Stranger, isClients);

    private static VerdictStored Verdict(HtlcVerdict verdict, HtlcKey? key = null) =>
        new(Hold, key ?? Part, verdict, verdict == HtlcVerdict.Held ? new(FailBack) : null);

    private static AnswerTaken Told(HtlcAnswer answer, HtlcKey? key = null) => new(key ?? Part, new(801), answer, 1);

    private static EndSeen End(HtlcKey key) => new(key, new(802), "settled");

    private static MessageTaken Taken(int number) => new(Stranger, Payer, number);

    private static MessageGot Got(int number) => new(Stranger, Payer, number);

    private static CameToRest Rest(uint height) => new(new(height));

    private void Add(params HistoryEntry[] entries)
    {
        foreach (var entry in entries) _history.Add(entry);
    }

    private Breach Broken(string invariant) => Assert.Single(_history.Check(), breach => breach.Invariant == invariant);
}
