using System.Text.Json.Nodes;

namespace LightningRod.Cli.Decode;

/// <summary>A piece of what was decoded: a value, an object of named pieces, or a list of pieces. It is all that printers know.</summary>
internal sealed record DecodedNode
{
    private DecodedNode()
    {
    }

    /// <summary>The name in its BOLT or in the protocol, snake case; empty for the pieces of a list and for the whole.</summary>
    internal string Name { get; init; } = "";

    /// <summary>The number or letter that stands for the name on the wire, for people; null when there is none.</summary>
    internal string? Number { get; init; }

    /// <summary>What people read beside the name; null for nothing.</summary>
    internal string? Text { get; init; }

    /// <summary>What programs read; null when it is made of <see cref="Children"/>.</summary>
    internal JsonNode? Json { get; private init; }

    /// <summary>The pieces of an object or a list, in order.</summary>
    internal IReadOnlyList<DecodedNode> Children { get; private init; } = [];

    /// <summary>Whether the children are a list and have no names.</summary>
    internal bool IsList { get; private init; }

    /// <summary>Whether this is the account of a piece that broke a rule.</summary>
    internal bool IsFault { get; init; }

    /// <summary>A value.</summary>
    internal static DecodedNode Value(string text, JsonNode json) => new() { Text = text, Json = json };

    /// <summary>An object.</summary>
    internal static DecodedNode Object(IEnumerable<DecodedNode> fields, string? text = null) => new() { Children = [.. fields], Text = text };

    /// <summary>A list.</summary>
    internal static DecodedNode List(IEnumerable<DecodedNode> items, string? text = null) =>
        new() { Children = [.. items], IsList = true, Text = text };

    /// <summary>The first piece, this one or one below it, that broke a rule.</summary>
    internal DecodedNode? Fault() => IsFault ? this : Children.Select(child => child.Fault()).FirstOrDefault(fault => fault is not null);
}
