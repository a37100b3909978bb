using System.Globalization;
using System.Text.Json.Nodes;
using LightningRod.Wire.Encodings;

namespace LightningRod.Cli.Decode;

/// <summary>Records whose values are shown as they are.</summary>
internal static class Records
{
    /// <summary>A record of a list: for people <c>type name: value</c>.</summary>
    /// <param name="record">The record.</param>
    /// <param name="name">What the type is called, if that is known.</param>
    /// <param name="value">The value as it is shown; null for its bytes.</param>
    internal static DecodedNode Describe(TlvRecord record, string? name = null, DecodedNode? value = null)
    {
        var shown = value ?? Values.Bytes(record.Value.Span);
        var type = record.Type.ToString(CultureInfo.InvariantCulture);
        var json = new JsonObject { ["type"] = Values.Json(record.Type) };
        if (name is not null) json["name"] = name;
        json["length"] = record.Value.Length;
        json["value"] = shown.Json!.DeepClone();
        return DecodedNode.Value(shown.Text!, json) with { Name = name is null ? type : $"{name} ({type})" };
    }
}
