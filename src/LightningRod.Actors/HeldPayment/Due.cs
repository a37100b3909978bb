namespace LightningRod.Actors.HeldPayment;

/// <summary>What the present height brings about by itself.</summary>
internal static class Due
{
    internal static void Pass(HoldTurn turn)
    {
        var height = turn.Height;
        if (turn.Hold.Parts.Any(IsDue))
        {
            turn.HappenToEach(IsDue, static part => new PartFailDecided(part, FailCause.FailBackHeight));
            Together(turn);
        }

        if (turn.Hold is { Waits: true, Agreement: { } agreement } && height > agreement.ExpiryHeight) turn.Happen(new HoldExpired());
        Returning.Remind(turn);

        bool IsDue(Part part) => part.Status == PartStatus.Held && part.FailBackHeight <= height;
    }

    /// <summary>A held part has left: before the first release the others can not make a whole payment any more.</summary>
    internal static void Together(HoldTurn turn)
    {
        if (turn.Hold.IsUnderway) return;
        turn.HappenToEach(static part => part.Status == PartStatus.Held, static part => new PartFailDecided(part, FailCause.Together));
    }
}
