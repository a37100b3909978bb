using System.Globalization;
using System.Text.Json;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Relay;

/// <summary>Members of a stranger's JSON object; null, or nothing, where there is none of the kind.</summary>
internal static class JsonReading
{
    internal static string? Text(this JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    internal static ulong? Number(this JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out var number) ? number : null;

    /// <summary>An amount: LSPS0 writes it as decimal digits in a text, since numbers of JSON may lose some.</summary>
    internal static Msat? Amount(this JsonElement from, string name) =>
        from.Text(name) is { } text && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var msat) ? new Msat(msat) : null;

    internal static JsonElement? Object(this JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    internal static IEnumerable<JsonElement> List(this JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];
}
