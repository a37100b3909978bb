using System.Text.Json;
using LightningRod.Engine.Abstractions;

namespace LightningRod.Flows.Messages;

/// <summary>What the list's row of a hold tells (the view of HeldPayment in docs/actors.md).</summary>
internal readonly record struct HoldRow
{
    private HoldRow(ViewRow view, JsonElement details) => (View, Details) = (view, details);

    /// <summary>The row.</summary>
    internal ViewRow View { get; }

    /// <summary>Its JSON.</summary>
    internal JsonElement Details { get; }

    /// <summary>What may be held under it: all that was agreed upon as long as parts may come or are pending; msat.</summary>
    internal ulong Reserved => View.IsOver || Details.GetProperty("ended").GetBoolean() ? 0 : Details.GetProperty("max_msat").GetUInt64();

    /// <summary>The lowest height at which an HTLC of the payer expires whose end it has to come back for; null for none.</summary>
    internal uint? ReturnBefore
    {
        get
        {
            uint? first = null;
            foreach (var part in Details.GetProperty("parts").EnumerateArray())
            {
                if (!part.TryGetProperty("return", out var stage) || stage.GetString() is "missed" or "back") continue;
                var expiry = part.GetProperty("incoming_expiry").GetUInt32();
                first = first < expiry ? first : expiry;
            }

            return first;
        }
    }

    /// <summary>Reads a row, which our own actor wrote.</summary>
    internal static HoldRow Of(ViewRow view) => new(view, JsonElement.Parse(view.Details));
}
