using System.Collections.Immutable;
using LightningRod.Wire.Primitives;

namespace LightningRod.Actors.HeldPayment;

/// <summary>The gate is opened, and parts go.</summary>
internal static class Opening
{
    internal static TriggerAnswered Show(HoldTurn turn, ShowPaymentId shown)
    {
        var hold = turn.Hold;
        if (hold.Status == HoldStatus.None) return new(TriggerOutcome.UnknownHold);
        if (!shown.PaymentId.Hash().FixedTimeEquals(hold.PaymentIdHash)) return new(TriggerOutcome.WrongPaymentId);
        if (hold.GateIsOpen) return new(TriggerOutcome.Repeated);
        if (!hold.Waits) return new(hold.Status == HoldStatus.Done ? TriggerOutcome.Repeated : TriggerOutcome.TooLate);
        turn.Happen(new HoldTriggered());
        return new(TriggerOutcome.Obeyed);
    }

    internal static void Note(HoldTurn turn, NextChannelChanged changed)
    {
        if (turn.Hold.Parts.Any(part => part.IsNext(changed.Node, changed.Channel) && part.NextIsActive != changed.IsActive))
            turn.Happen(new NextChannelNoted(changed.Node, changed.Channel, changed.IsActive));
    }

    internal static void Release(HoldTurn turn)
    {
        foreach (var part in Ready(turn.Hold)) turn.Happen(new PartReleaseDecided(part.Key));
    }

    /// <summary>The parts that go in one decision: at first all or none, then each as its next channel is active.</summary>
    internal static ImmutableArray<Part> Ready(Hold hold)
    {
        if (!hold.GateIsOpen) return [];
        var held = hold.Parts.Where(static part => part.Status == PartStatus.Held).ToImmutableArray();
        if (hold.IsUnderway) return [.. held.Where(static part => part.NextIsActive)];
        return held.All(static part => part.NextIsActive) && EveryHashHasAPart(hold) ? held : [];
    }

    /// <summary>Clients whose channel a part waits for, so that they are woken.</summary>
    internal static IEnumerable<NodeId> AwaitedClients(Hold hold) => hold.GateIsOpen
        ? hold.Parts.Where(static part => part is { Status: PartStatus.Held, NextIsActive: false, Htlc.Next: { IsClient: true, Peer: not null } })
            .Select(static part => part.Htlc.Next.Peer!.Value)
        : [];

    private static bool EveryHashHasAPart(Hold hold)
    {
        var there = hold.Parts.Where(static part => part.IsAlive).Select(static part => part.Htlc.Hash).ToHashSet();
        return hold.Agreement!.Hashes.Hashes.All(there.Contains);
    }
}
