using LightningRod.Actors.HeldPayment;

namespace LightningRod.Actors.Tests.HeldPayment;

/// <summary>The pictures of docs/actors.md as laws.</summary>
internal static class HoldLaws
{
    private static readonly HashSet<(HoldStatus, HoldStatus)> HoldSteps =
    [
        (HoldStatus.None, HoldStatus.Requested),
        (HoldStatus.Requested, HoldStatus.Armed), (HoldStatus.Requested, HoldStatus.Holding),
        (HoldStatus.Armed, HoldStatus.Open), (HoldStatus.Holding, HoldStatus.Open), (HoldStatus.Holding, HoldStatus.Armed),
        (HoldStatus.Open, HoldStatus.Done), (HoldStatus.Open, HoldStatus.Armed),
        (HoldStatus.Requested, HoldStatus.Expired), (HoldStatus.Armed, HoldStatus.Expired), (HoldStatus.Holding, HoldStatus.Expired),
        (HoldStatus.Requested, HoldStatus.Cancelled), (HoldStatus.Armed, HoldStatus.Cancelled), (HoldStatus.Holding, HoldStatus.Cancelled),
    ];

    private static readonly HashSet<(PartStatus, PartStatus)> PartSteps =
    [
        (PartStatus.Held, PartStatus.ReleaseDecided), (PartStatus.Held, PartStatus.FailDecided), (PartStatus.ReleaseDecided, PartStatus.Passed),
        (PartStatus.Passed, PartStatus.Settled), (PartStatus.Passed, PartStatus.Failed), (PartStatus.FailDecided, PartStatus.Failed),
        (PartStatus.ReleaseDecided, PartStatus.Failed),
        (PartStatus.Held, PartStatus.Abandoned), (PartStatus.ReleaseDecided, PartStatus.Abandoned), (PartStatus.FailDecided, PartStatus.Abandoned),
        // By the node alone.
        (PartStatus.Held, PartStatus.Passed), (PartStatus.FailDecided, PartStatus.Passed), (PartStatus.Held, PartStatus.Failed),
        (PartStatus.Held, PartStatus.Gone), (PartStatus.ReleaseDecided, PartStatus.Gone), (PartStatus.Passed, PartStatus.Gone),
        (PartStatus.FailDecided, PartStatus.Gone),
    ];

    /// <summary>Each event of a decision is one step of the pictures, and a closed hold takes none.</summary>
    internal static void LegalStep(Hold before, Decision decision, HeldPaymentActor actor)
    {
        if (before.IsClosed) Assert.True(decision.WritesNothing, "a closed hold writes");
        var hold = before;
        foreach (var happened in decision.Events)
        {
            var next = actor.Apply(hold, happened);
            Assert.True(next != hold, $"{happened} changes nothing");
            Assert.True(
                next.Status == hold.Status || HoldSteps.Contains((hold.Status, next.Status)), $"{hold.Status} -> {next.Status} by {happened}");
            Assert.False(hold.HasEnded && !next.HasEnded);
            Assert.False(hold.IsClosed, $"{happened} after the end");
            foreach (var part in hold.Parts)
            {
                var later = next.Find(part.Key)!;
                Assert.True(
                    later.Status == part.Status || PartSteps.Contains((part.Status, later.Status)), $"{part.Status} -> {later.Status} by {happened}");
                Assert.True(later.Return >= part.Return || later.Status == PartStatus.Abandoned, $"{part.Return} -> {later.Return}");
            }

            foreach (var part in next.Parts.Where(part => hold.Find(part.Key) is null))
                Assert.True(part.Status is PartStatus.Held or PartStatus.FailDecided, $"{part.Status} from nothing");
            hold = next;
        }
    }
}
