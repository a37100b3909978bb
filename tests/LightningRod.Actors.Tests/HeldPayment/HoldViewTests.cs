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
    public void View_OfManyParts_IsBounded()
    {
        var agreement = Agreement(32) with { MaxAmount = Msat.Max };
        var held = Enumerable.Range(1, 60).Select(id => Held((ulong)id, id % 32));
        var run = Given([new HoldRequested(agreement), .. held]).When(Offer(61)).Run;
        Assert.InRange(run.View!.Details.Length, 1, 8000);
        using var details = JsonDocument.Parse(run.View.Details);
        Assert.Equal(61, details.RootElement.GetProperty("part_count").GetInt32());
    }

    [Fact]
    public void ToString_OfWhatCarriesThePaymentId_DoesNotShowIt() =>
        Assert.DoesNotContain(Pid.Value.ToString(), Trigger.ToString(), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Destination_OfAnAnswer_IsTheNode() => Assert.Equal("node/cln-1", new AnswerPart(Fail(1)).Destination);
}
