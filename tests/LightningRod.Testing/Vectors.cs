using System.Text.Json;
using System.Text.Json.Nodes;

namespace LightningRod.Testing;

/// <summary>The files under tests/vectors.</summary>
public static class Vectors
{
    public static JsonNode Json(string file) => JsonNode.Parse(Text(file), documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = true })!;

    public static string Text(string file) => File.ReadAllText(Repository.Path("tests", "vectors", file));

    /// <summary>A text field of a row.</summary>
    public static string Str(this JsonNode? row, string name) => row?[name]?.GetValue<string>() ?? throw new KeyNotFoundException($"The row has no {name}: {row}");

    /// <summary>A hexadecimal field of a row.</summary>
    public static byte[] Hex(this JsonNode? row, string name) => Convert.FromHexString(row.Str(name));
}
