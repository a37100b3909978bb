using System.Text.Json;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Relay;

/// <summary>What a relay tells of itself and its LSP: the result of <c>rod.get_info</c>.</summary>
/// <param name="Relay">The relay's node id.</param>
/// <param name="Addresses">Where it can be dialled by anybody; those that cannot be read are left out.</param>
/// <param name="ChannelNodes">The LSP's Lightning nodes.</param>
/// <param name="ReturnDelta">Blocks that the LSP keeps for the payer to come back.</param>
/// <param name="MaxWindow">The longest hold window, blocks.</param>
/// <param name="MaxHashes">Most payment hashes of one hold.</param>
/// <param name="MaxAmount">Most that the LSP holds in one hold of this client.</param>
public sealed record RelayInfo(
    NodeId Relay, ValueList<NetworkAddress> Addresses, ValueList<NodeId> ChannelNodes, uint ReturnDelta, uint MaxWindow, int MaxHashes,
        Msat MaxAmount)
{
    private const int MostAddresses = 16;
    private const int MostNodes = 64;

    /// <summary>The ways to pay that the LSP serves, for example <c>lightning_rod</c>.</summary>
    public ValueList<string> Ways { get; init; }

    /// <summary>Reads the result.</summary>
    /// <param name="result">A JSON object; members that are not known are ignored.</param>
    /// <returns>Null when a member is missing or of the wrong kind.</returns>
    public static RelayInfo? Read(JsonElement result)
    {
        if (result.Object("relay") is not { } relay || relay.Text("node_id") is not { } id || !NodeId.TryParse(id, out var nodeId)) return null;
        if (result.Number("return_delta") is not { } returnDelta || returnDelta > uint.MaxValue) return null;
        if (result.Number("max_hold_window") is not { } window || window > uint.MaxValue) return null;
        if (result.Object("limits") is not { } limits || limits.Amount("max_amount_msat") is not { } amount) return null;
        if (limits.Number("max_payment_hashes") is not { } hashes || hashes > int.MaxValue) return null;
        return new RelayInfo(
            nodeId,
            [.. relay.List("addresses").Take(MostAddresses).Select(Address).OfType<NetworkAddress>()],
            [.. result.List("channel_nodes").Take(MostNodes).Select(Node).OfType<NodeId>()],
            (uint)returnDelta, (uint)window, (int)hashes, amount)
        {
            Ways = [.. result.List("ways").Take(MostNodes).Where(way => way.ValueKind == JsonValueKind.String).Select(way => way.GetString()!)],
        };
    }

    private static NetworkAddress? Address(JsonElement text) =>
        text.ValueKind == JsonValueKind.String && NetworkAddress.Parse(text.GetString()).TryGet(out var address, out _) ? address : null;

    private static NodeId? Node(JsonElement text) =>
        text.ValueKind == JsonValueKind.String && NodeId.TryParse(text.GetString(), out var node) ? node : null;
}
