using System.Text.Json;
using LightningRod.Actors.Clients;
using LightningRod.Engine.Abstractions;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Clients;

/// <summary>A client's row as lists show it.</summary>
/// <param name="IsSuspended">Whether the operator does not serve it.</param>
/// <param name="Way">Why it is served.</param>
/// <param name="Nodes">The channel nodes that were noted.</param>
/// <param name="Quotas">Its own limits.</param>
internal sealed record ClientRow(bool IsSuspended, AdmissionWay? Way, ValueList<string> Nodes, ClientQuotas Quotas)
{
    private const string SuspendedState = "suspended";

    /// <summary>Reads a row; null for one that another version wrote in another way.</summary>
    internal static (NodeId Node, ClientRow Row)? Read(ActorId actor, ViewRow view)
    {
        if (!NodeId.TryParse(actor.Client.Span, out var node)) return null;
        try
        {
            using var details = JsonDocument.Parse(view.Details);
            var root = details.RootElement;
            AdmissionWay? way = Enum.TryParse<AdmissionWay>(root.GetProperty("way").GetString(), ignoreCase: true, out var known) ? known : null;
            ValueList<string> nodes = [.. root.GetProperty("nodes").EnumerateArray().Select(name => name.GetString() ?? "")];
            return (node, new(view.State == SuspendedState, way, nodes, ReadQuotas(root.GetProperty("quotas"))));
        }
        catch (Exception bad) when (bad is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static ClientQuotas ReadQuotas(JsonElement quotas)
    {
        return new()
        {
            MaxHolds = Int("max_holds"),
            MaxParts = Int("max_parts"),
            MaxHeld = quotas.TryGetProperty("max_held_msat", out var held) ? new Msat(held.GetUInt64()) : null,
            MaxMessages = Int("max_messages"),
            MaxMailBytes = quotas.TryGetProperty("max_mail_bytes", out var bytes) ? bytes.GetInt64() : null,
            MaxDevices = Int("max_devices"),
        };

        int? Int(string name) => quotas.TryGetProperty(name, out var number) ? number.GetInt32() : null;
    }
}
