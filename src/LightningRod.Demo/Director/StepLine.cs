using System.Text.Json;

namespace LightningRod.Demo.Director;

/// <summary>The lines of JSON by which members, wallets and the network tell their steps.</summary>
internal static class StepLine
{
    /// <summary>Reads a line.</summary>
    /// <param name="line">What a process printed.</param>
    /// <param name="speaker">Whose process.</param>
    /// <param name="began">When the play began.</param>
    /// <returns>The step, or null for a line that tells none.</returns>
    internal static TimelineStep? Read(string line, string speaker, DateTimeOffset began)
    {
        if (!line.StartsWith('{')) return null;
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            if (Text(root, "step") is not { } step) return null;
            // Told by the speaker's clock, which is this machine's: lines of several processes come in any order.
            var at = (Told(root) ?? TimeProvider.System.GetUtcNow()) - began;

            // The network speaks for its nodes.
            var who = speaker == Cast.Network ? Text(root, "who") ?? speaker : speaker;
            return new(at, who, step)
            {
                Height = root.TryGetProperty("height", out var height) && height.TryGetUInt32(out var blocks) ? blocks : null,
                AmountMsat = Amount(root, "amount_msat") ?? Amount(root, "msat") ?? Amount(root, "amount"),
                Peer = Text(root, "peer"),
                Detail = Text(root, "detail"),
                Data = root.Clone(),
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static DateTimeOffset? Told(JsonElement root) => !root.TryGetProperty("t", out var t) ? null
        : t.ValueKind == JsonValueKind.Number && t.TryGetInt64(out var milliseconds) ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
        : t.ValueKind == JsonValueKind.String && t.TryGetDateTimeOffset(out var time) ? time
        : null;

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ulong? Amount(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out var msat) ? msat : null;
}
