using LightningRod.Engine.Abstractions;
using LightningRod.Wire.Primitives;

namespace LightningRod.Actors.HeldPayment;

/// <summary>What a channel node is to do with an HTLC that it offered.</summary>
public enum PartAction
{
    /// <summary>Let it go on as if nobody had looked; nothing is held for it here.</summary>
    Pass,

    /// <summary>Keep it and give no answer yet.</summary>
    Hold,

    /// <summary>Let it go on, as soon as its next channel is active and not after <see cref="PartAnswer.NotAfter"/>.</summary>
    Release,

    /// <summary>Fail it with <see cref="PartAnswer.FailureCode"/>.</summary>
    Fail,

    /// <summary>Give no answer: its channel closes on chain.</summary>
    NoAnswer,

    /// <summary>Find out first, in the node's own history, whether it was forwarded before; then offer it again if it was not.</summary>
    AskHistory,
}

/// <summary>The desired answer for a part, by its present state.</summary>
/// <param name="Part">The part.</param>
/// <param name="Action">What to do.</param>
public sealed record PartAnswer(PartKey Part, PartAction Action)
{
    /// <summary>
    /// Hold and Release: last height at which the part may be let go. At the next one it is failed by whoever knows it, also without being told.
    /// </summary>
    public BlockHeight? NotAfter { get; init; }

    /// <summary>Fail: the code of BOLT 4; else 0.</summary>
    public ushort FailureCode { get; init; }

    /// <summary>An answer that fails a part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="cause">Why.</param>
    public static PartAnswer Fail(PartKey part, FailCause cause) => new(part, PartAction.Fail) { FailureCode = cause.FailureCode() };
}

/// <summary>Tells a channel node the desired answer for a part: Release or Fail. What came of it comes back as <see cref="ReportPart"/>.</summary>
/// <remarks>The connector gives one answer per offer; a part that it answered before, or that is gone, it looks up and reports.</remarks>
/// <param name="Answer">The answer.</param>
public sealed record AnswerPart(PartAnswer Answer) : IEffect
{
    /// <summary><c>node/</c> and the node's name.</summary>
    public string Destination => $"node/{Answer.Part.Node}";
}
