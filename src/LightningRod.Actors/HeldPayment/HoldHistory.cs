using LightningRod.Engine.Abstractions;
using LightningRod.Wire.Encodings;

namespace LightningRod.Actors.HeldPayment;

/// <summary>What each event does to the state. Total: an event that does not fit changes nothing.</summary>
internal static class HoldHistory
{
    internal static Hold Apply(Hold hold, IEvent @event) => @event switch
    {
        HoldRequested e => hold with { Status = HoldStatus.Requested, Agreement = e.Agreement },
        HoldTriggered => hold with { Status = hold.Parts.Any(static part => part.Status == PartStatus.Held) ? HoldStatus.Open : HoldStatus.Armed },
        HoldCancelled => hold with { Status = HoldStatus.Cancelled },
        HoldExpired => hold with { Status = HoldStatus.Expired },
        HoldEnded e => hold with { Status = e.Status, HasEnded = true },
        HoldClosed => hold with { IsClosed = true },
        PartHeld e => Joined(hold, new(e.Htlc, e.FailBackHeight) { NextIsActive = e.NextIsActive }) with { Status = WithPart(hold.Status) },
        PartRefused e => Joined(hold, new(e.Htlc, e.FailBackHeight) { Status = PartStatus.FailDecided, Cause = e.Cause }),
        NextChannelNoted e => hold with
        {
            Parts = [.. hold.Parts.Select(part => part.IsNext(e.Node, e.Channel) ? part with { NextIsActive = e.IsActive } : part)],
        },
        PartReleaseDecided e => On(hold, e.Part, static part => part with { Status = PartStatus.ReleaseDecided, WasReleased = true }) with
        {
            IsUnderway = true,
        },
        PartFailDecided e => On(hold, e.Part, part => part with { Status = PartStatus.FailDecided, Cause = e.Cause }),
        PartPassed e => On(hold, e.Part, static part => part with { Status = PartStatus.Passed }),
        PartOutgoingResolved e => On(hold, e.Part, part => part with { OutgoingIsResolved = true, Return = Waiting(part, e.PayerIsBack) }),
        PartSettled e => On(hold, e.Part, part => part with { Status = PartStatus.Settled, Return = Ended(part, e.PayerIsBack) }),
        PartFailed e => On(hold, e.Part, part => part with
        {
            Status = PartStatus.Failed, Cause = part.Cause ?? FailCause.Node, Return = Ended(part, e.PayerIsBack),
        }),
        PartGone e => On(hold, e.Part, static part => part with { Status = PartStatus.Gone }),
        PartAbandoned e => On(hold, e.Part, static part => part with { Status = PartStatus.Abandoned, Return = ReturnStage.None }),
        PayerReminded e => On(hold, e.Part, part => part with { Return = e.Stage }),
        PartReturned e => On(hold, e.Part, static part => part with { Return = ReturnStage.Back }),
        PartReturnMissed e => On(hold, e.Part, static part => part with { Return = ReturnStage.Missed }),
        _ => hold,
    };

    private static HoldStatus WithPart(HoldStatus status) => status switch
    {
        HoldStatus.Requested => HoldStatus.Holding,
        HoldStatus.Armed => HoldStatus.Open,
        _ => status,
    };

    private static ReturnStage Waiting(Part part, bool payerIsBack) =>
        payerIsBack || part.Return != ReturnStage.None ? part.Return : ReturnStage.Awaited;

    private static ReturnStage Ended(Part part, bool payerIsBack) => payerIsBack ? ReturnStage.Back : Waiting(part, false);

    private static Hold Joined(Hold hold, Part part) => hold.Find(part.Key) is null ? hold with { Parts = [.. hold.Parts, part] } : hold;

    /// <summary>When all parts failed before the first release, the open gate waits for others: all or none still holds for them.</summary>
    private static Hold Rearmed(Hold hold) =>
        hold is { Status: HoldStatus.Open, IsUnderway: false } && !hold.Parts.Any(static part => part.IsAlive)
            ? hold with { Status = HoldStatus.Armed }
            : hold;

    private static Hold On(Hold hold, PartKey key, Func<Part, Part> change)
    {
        var parts = new Part[hold.Parts.Count];
        for (var i = 0; i < parts.Length; i++) parts[i] = hold.Parts[i].Key == key ? change(hold.Parts[i]) : hold.Parts[i];
        return Rearmed(hold with { Parts = ValueList.Create<Part>(parts) });
    }
}
