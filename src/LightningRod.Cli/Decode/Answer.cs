using LightningRod.Wire.Encodings;

namespace LightningRod.Cli.Decode;

/// <summary>What became of one input.</summary>
/// <param name="Kind">What it was taken for; null when it is nothing known.</param>
/// <param name="Node">What it is; null when it was refused.</param>
/// <param name="Refusal">Why it was refused; null when it was not.</param>
internal sealed record Answer(Kind? Kind, DecodedNode? Node, Refusal? Refusal)
{
    /// <summary>Whether the whole and all its pieces could be read.</summary>
    internal bool IsFine => Node is not null && Node.Fault() is null;

    /// <summary>The kind's name, for programs.</summary>
    internal string KindName => Kind?.Name ?? "unknown";
}

/// <summary>Why an input was refused.</summary>
/// <param name="Error">The rule; its offset counts <paramref name="Unit"/>s.</param>
/// <param name="Unit"><c>byte</c> of what the hexadecimal digits say, or <c>character</c> of the input.</param>
/// <param name="Character">The offending place in the input, characters; null when the error does not tell it.</param>
internal sealed record Refusal(WireError Error, string Unit, int? Character);
