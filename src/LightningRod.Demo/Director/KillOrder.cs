using System.Diagnostics.CodeAnalysis;

namespace LightningRod.Demo.Director;

/// <summary>An order to kill somebody with SIGKILL as soon as a step of theirs is seen: <c>WHO:after=STEP</c>.</summary>
/// <param name="Who">One of <see cref="Cast.Mortals"/>.</param>
/// <param name="Step">The step's name.</param>
internal sealed record KillOrder(string Who, string Step)
{
    private const string Middle = ":after=";

    /// <summary>Reads an order.</summary>
    /// <param name="text">For example <c>LSP_a:after=part_held</c>.</param>
    /// <param name="order">The order when true is returned.</param>
    /// <param name="why">What is wrong when false is returned.</param>
    internal static bool TryParse(string text, [NotNullWhen(true)] out KillOrder? order, out string why)
    {
        (order, why) = (null, "");
        var at = text.IndexOf(Middle, StringComparison.Ordinal);
        if (at < 0) why = $"--kill takes WHO:after=STEP, not {text}.";
        else if (!Cast.Mortals.Contains(text[..at])) why = $"--kill takes one of {string.Join(", ", Cast.Mortals)}, not {text[..at]}.";
        else if (!Steps.Known.Contains(text[(at + Middle.Length)..]))
            why = $"{text[(at + Middle.Length)..]} is no step; steps are: {string.Join(", ", Steps.Known.Order())}.";
        else order = new(text[..at], text[(at + Middle.Length)..]);
        return order is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Who + Middle + Step;
}
