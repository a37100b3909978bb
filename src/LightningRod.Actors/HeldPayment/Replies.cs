using LightningRod.Engine.Abstractions;
using LightningRod.Wire.Rod;

namespace LightningRod.Actors.HeldPayment;

/// <summary>The answer to <see cref="RequestHold"/> and <see cref="CancelHold"/>, as it goes to the payer.</summary>
/// <param name="Ack">Terms, cancellation or refusal.</param>
public sealed record HoldAnswered(HoldAck Ack) : IReply;

/// <summary>The answer to <see cref="OfferPart"/>.</summary>
/// <param name="Answer">What the node is to do.</param>
public sealed record PartAnswered(PartAnswer Answer) : IReply;

/// <summary>What came of a trigger.</summary>
public enum TriggerOutcome
{
    /// <summary>It opened the gate.</summary>
    Obeyed,

    /// <summary>The gate was opened before.</summary>
    Repeated,

    /// <summary>The payment id is not the hold's. Nothing changed; to be counted.</summary>
    WrongPaymentId,

    /// <summary>There is no such hold.</summary>
    UnknownHold,

    /// <summary>The hold is expired, cancelled or over.</summary>
    TooLate,
}

/// <summary>The answer to <see cref="ShowPaymentId"/>; not for the one who showed it.</summary>
/// <param name="Outcome">What came of it.</param>
public sealed record TriggerAnswered(TriggerOutcome Outcome) : IReply;

/// <summary>What came of a report.</summary>
public enum ReportOutcome
{
    /// <summary>It was news.</summary>
    Noted,

    /// <summary>It was news, and the node did other than it was told: somebody should look at it.</summary>
    AgainstDecision,

    /// <summary>It was no news, or came after the part's end.</summary>
    Known,

    /// <summary>There is no such part.</summary>
    UnknownPart,
}

/// <summary>The answer to <see cref="ReportPart"/>.</summary>
/// <param name="Outcome">What came of it.</param>
public sealed record ReportAnswered(ReportOutcome Outcome) : IReply;
