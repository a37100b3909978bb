using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LightningRod.Flows.Requests;

/// <summary>JSON of answers.</summary>
internal static class Json
{
    internal static RequestAnswer Answer(JsonObject result) => RequestAnswer.Of(JsonElement.Parse(result.ToJsonString()));

    /// <summary>An amount as LSPS0 writes it: a string of decimal digits, since it may not fit into a double.</summary>
    internal static string Msat(ulong amount) => amount.ToString(CultureInfo.InvariantCulture);

    internal static JsonArray Texts<T>(IEnumerable<T> values) => new([.. values.Select(static value => JsonValue.Create($"{value}"))]);
}
