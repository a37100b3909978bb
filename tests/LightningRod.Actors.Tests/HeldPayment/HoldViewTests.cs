using System.Text.Json;
using LightningRod.Actors.HeldPayment;
using static LightningRod.Actors.Tests.HeldPayment.HoldStory;

namespace LightningRod.Actors.Tests.HeldPayment;

public sealed class HoldViewTests
{
    [Fact]
    public void View_OfAHold_TellsTermsAndParts()
    {
        var run = Given(Requested(2), Held(1)).When(Offer(2, msat: 5_000_000)).When(Trigger).Run;
        using var details = JsonDocument.Parse(run.View!.Details);
        var root = details.RootElement;
        Assert.Equal(Expiry, root.GetProperty("expiry_height").GetUInt32());
        Assert.Equal(1_000_000ul, root.GetProperty("max_msat").GetUInt64());
        Assert.Equal([Hashes[0].ToString(), Hashes[1].ToString()], root.GetProperty("hashes").EnumerateArray().Select(hash => hash.GetString()));
        var parts = root.GetProperty("parts").EnumerateArray().ToList();
        Assert.Equal(["held", "fail_decided"], parts.Select(part => part.GetProperty("state").GetString()));
        Assert.Equal("over_amount", parts[1].GetProperty("cause").GetString());
        Assert.Equal(("open", false, 100_000ul, (uint?)Expiry), (run.View.State, run.View.IsOver, run.View.Amount, run.View.DueHeight));
    }

    [Fact]
    public void View_OfManyParts_ListsAllThatNeedReportsAndAFewOthers()
    {
        var agreement = Agreement(32) with { MaxAmount = Msat.Max, MaxParts = 32 };
        var ended = Enumerable.Range(1, 60).SelectMany(id => new IEvent[] { Held((ulong)id, id % 32), new PartFailed(Key((ulong)id), true) });
        var held = Enumerable.Range(61, 31).Select(id => Held((ulong)id, id % 32));
        var run = Given([new HoldRequested(agreement), .. ended, .. held]).When(Offer(99, msat: 1)).Run;
        using var details = JsonDocument.Parse(run.View!.Details);
        Assert.Equal(92, details.RootElement.GetProperty("part_count").GetInt32());
        var parts = details.RootElement.GetProperty("parts").EnumerateArray();
        var listed = parts.Select(part => ulong.Parse(part.GetProperty("htlc_id").GetString()!)).ToList();
        Assert.Equal([.. Enumerable.Range(45, 47).Select(id => (ulong)id), 99], listed);
    }

    [Fact]
    public void PartIndexKey_OfEqualTextsSplitOtherwise_Differs()
    {
        var key = Key(7);
        Assert.Equal(HeldPaymentActor.PartIndexKey(key), HeldPaymentActor.PartIndexKey(key with { }));
        PartKey[] others =
            [key with { HtlcId = 8 }, key with { Node = "cln-2" }, key with { Node = "cln-11" }, key with { Channel = Outgoing }, default];
        Assert.Equal(6, others.Append(key).Select(HeldPaymentActor.PartIndexKey).Distinct().Count());
    }

    [Fact]
    public void Offer_OfAPartThatAnotherHoldKnows_AsksTheHistory()
    {
        var taken = new IndexTaken(Offer(1), HeldPaymentActor.PartIndex, HeldPaymentActor.PartIndexKey(Key(1)));
        Given(Requested()).When(taken).ThenNothing().Replies(new PartAnswered(new(Key(1), PartAction.AskHistory)));
    }

    [Fact]
    public void ToString_OfWhatCarriesThePaymentId_DoesNotShowIt() =>
        Assert.DoesNotContain(Pid.Value.ToString(), Trigger.ToString(), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Destination_OfAnAnswer_IsTheNode() => Assert.Equal("node/cln-1", new AnswerPart(Fail(1)).Destination);
}
