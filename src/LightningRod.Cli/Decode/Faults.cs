using System.Text.Json;
using System.Text.Json.Nodes;
using LightningRod.Wire.Encodings;

namespace LightningRod.Cli.Decode;

/// <summary>How a broken rule is told, to people and to programs.</summary>
internal static class Faults
{
    /// <summary>A piece of a decoded whole that broke a rule: the rule, and the piece as it is.</summary>
    /// <param name="kind">What the piece should have been.</param>
    /// <param name="error">The rule, its offset counted in the piece.</param>
    /// <param name="piece">The piece, or null when it is not to be shown.</param>
    internal static DecodedNode Describe(Kind kind, WireError error, ByteString? piece) => DecodedNode.Object(
        new Fields().Add("error", DecodedNode.Value(Text(error, "byte"), Json(kind.Name, error, "byte"))).Add("value", Values.Bytes(piece)),
        "refused") with { IsFault = true };

    internal static string Text(WireError error, string unit) =>
        FormattableString.Invariant($"{Name(error.Rule)} at {unit} {error.Offset}: {error.Detail}");

    internal static JsonObject Json(string kind, WireError error, string unit) => new()
    {
        ["kind"] = kind, ["rule"] = Name(error.Rule), ["offset"] = error.Offset, ["unit"] = unit, ["detail"] = error.Detail,
    };

    /// <summary>The rule's name, for example <c>unknown-even-type</c>.</summary>
    internal static string Name(WireRule rule) => JsonNamingPolicy.KebabCaseLower.ConvertName(rule.ToString());
}
