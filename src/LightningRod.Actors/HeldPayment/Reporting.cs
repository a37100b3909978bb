namespace LightningRod.Actors.HeldPayment;

/// <summary>The node's word is the outcome, never an assumption.</summary>
internal static class Reporting
{
    internal static ReportAnswered Report(HoldTurn turn, ReportPart command) => new(
        turn.Hold.Find(command.Part) is { } part ? Outcome(turn, part, command) : ReportOutcome.UnknownPart);

    private static ReportOutcome Outcome(HoldTurn turn, Part part, ReportPart command)
    {
        if (!part.IsPending || command.Report == PartReport.Returned) return Back(turn, part, command);
        var (key, isBack) = (part.Key, command.PayerIsBack);
        switch (command.Report)
        {
            case PartReport.Released:
                return part.Status == PartStatus.Passed ? ReportOutcome.Known : Pass(turn, part);
            case PartReport.Settled:
                var passed = Pass(turn, part);
                turn.Happen(new PartSettled(key, isBack));
                return passed;
            case PartReport.OutgoingResolved:
                if (part.OutgoingIsResolved) return ReportOutcome.Known;
                var resolved = Pass(turn, part);
                turn.Happen(new PartOutgoingResolved(key, isBack));
                return resolved;
            case PartReport.Failed or PartReport.AlreadyFailed:
                turn.Happen(new PartFailed(key, isBack));
                break;
            case PartReport.Gone:
                turn.Happen(new PartGone(key));
                break;
            case PartReport.ChannelClosing when part.Status != PartStatus.Passed:
                turn.Happen(new PartAbandoned(key));
                break;
            default:
                // A part that passed before its channel closed is the node's own chain logic; its end will be told.
                return ReportOutcome.Known;
        }

        if (part.Status == PartStatus.Held) Due.Together(turn);
        return ReportOutcome.Noted;
    }

    private static ReportOutcome Pass(HoldTurn turn, Part part)
    {
        if (part.Status == PartStatus.Passed) return ReportOutcome.Noted;
        turn.Happen(new PartPassed(part.Key));
        return part.Status == PartStatus.ReleaseDecided ? ReportOutcome.Noted : ReportOutcome.AgainstDecision;
    }

    private static ReportOutcome Back(HoldTurn turn, Part part, ReportPart command)
    {
        if (!part.AwaitsPayer || !(command.PayerIsBack || command.Report == PartReport.Returned)) return ReportOutcome.Known;
        turn.Happen(new PartReturned(part.Key));
        return ReportOutcome.Noted;
    }
}
