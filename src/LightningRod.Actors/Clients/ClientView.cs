using LightningRod.Engine.Abstractions;

namespace LightningRod.Actors.Clients;

/// <summary>How lists show a client; the directory is filled from it at a start.</summary>
internal static class ClientView
{
    internal static ViewRow Of(ClientState state) => new(Details.Word(state.Status.ToString()), false, 0, null, Details.Of(json =>
    {
        json.WriteString("way", Details.Word(state.Way.ToString()));
        json.WriteString("since", state.Since);
        json.WriteStartArray("nodes");
        foreach (var node in state.Nodes) json.WriteStringValue(node);
        json.WriteEndArray();
        json.WriteStartObject("quotas");
        Number("max_holds", state.Quotas.MaxHolds);
        Number("max_parts", state.Quotas.MaxParts);
        if (state.Quotas.MaxHeld is { } held) json.WriteNumber("max_held_msat", held.Value);
        Number("max_messages", state.Quotas.MaxMessages);
        Number("max_mail_bytes", state.Quotas.MaxMailBytes);
        Number("max_devices", state.Quotas.MaxDevices);
        json.WriteEndObject();

        void Number(string name, long? value)
        {
            if (value is { } number) json.WriteNumber(name, number);
        }
    }));
}
