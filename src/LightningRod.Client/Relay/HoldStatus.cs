using System.Globalization;
using System.Text.Json;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Relay;

/// <summary>A part of a hold, as the LSP sees it.</summary>
/// <param name="Channel">Its channel, 64 hexadecimal digits.</param>
/// <param name="HtlcId">Its id there.</param>
/// <param name="State">The LSP's word for its state, for example <c>held</c>.</param>
/// <param name="Amount">Its amount.</param>
public readonly record struct HeldPart(string Channel, ulong HtlcId, string State, Msat Amount);

/// <summary>A hold, as the LSP sees it: the result of <c>rod.hold_status</c>.</summary>
/// <param name="State">The LSP's word for its state, for example <c>holding</c>.</param>
/// <param name="ExpiryHeight">The last height at which it may be opened.</param>
/// <param name="Parts">Its parts, at most 512.</param>
public sealed record HoldStatus(string State, BlockHeight ExpiryHeight, ValueList<HeldPart> Parts)
{
    private const int MostParts = 512;

    /// <summary>Reads the result.</summary>
    /// <param name="result">A JSON object; members that are not known are ignored.</param>
    /// <returns>Null when a member is missing or of the wrong kind.</returns>
    public static HoldStatus? Read(JsonElement result)
    {
        if (result.Text("state") is not { } state || result.Number("expiry_height") is not { } expiry || expiry > uint.MaxValue) return null;
        var parts = result.List("parts").Take(MostParts).Select(Part).ToList();
        return parts.Contains(null) ? null : new HoldStatus(state, new BlockHeight((uint)expiry), [.. parts.OfType<HeldPart>()]);
    }

    private static HeldPart? Part(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object && part.Text("channel_id") is { } channel && ulong.TryParse(part.Text("htlc_id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && part.Text("state") is { } state && part.Amount("amount_msat") is { } amount
            ? new HeldPart(channel, id, state, amount)
            : null;
}
