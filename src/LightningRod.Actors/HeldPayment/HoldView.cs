using System.Globalization;
using LightningRod.Engine.Abstractions;

namespace LightningRod.Actors.HeldPayment;

/// <summary>How lists show a hold.</summary>
internal static class HoldView
{
    /// <summary>Most hashes that are listed, and most parts of which nothing is awaited any more; all are counted.</summary>
    private const int Listed = 16;

    internal static ViewRow? Of(Hold hold) => hold.Agreement is not { } agreement
        ? null
        : new(Word(hold.Status), hold.IsClosed, hold.Held.Value, HoldAlarm.Of(hold).Height, Details.Of(json =>
        {
            json.WriteNumber("expiry_height", agreement.ExpiryHeight.Value);
            json.WriteNumber("max_msat", agreement.MaxAmount.Value);
            json.WriteNumber("return_delta", agreement.ReturnDelta);
            json.WriteBoolean("ended", hold.HasEnded);
            json.WriteNumber("hash_count", agreement.Hashes.Hashes.Count);
            json.WriteStartArray("hashes");
            foreach (var hash in agreement.Hashes.Hashes.Take(Listed)) json.WriteStringValue(hash.ToString());
            json.WriteEndArray();
            json.WriteNumber("part_count", hold.Parts.Count);
            json.WriteStartArray("parts");
            foreach (var part in Shown(hold))
            {
                json.WriteStartObject();
                json.WriteString("node", part.Key.Node);
                json.WriteString("channel_id", part.Key.Channel.ToString());
                json.WriteString("htlc_id", part.Key.HtlcId.ToString(CultureInfo.InvariantCulture));
                json.WriteString("state", Word(part.Status));
                json.WriteNumber("msat", part.Htlc.Amount.Value);
                json.WriteNumber("fail_back_height", part.FailBackHeight.Value);
                json.WriteNumber("incoming_expiry", part.Htlc.IncomingExpiry.Value);
                if (part.Cause is { } cause) json.WriteString("cause", Word(cause));
                if (part.Return != ReturnStage.None) json.WriteString("return", Word(part.Return));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }));

    /// <summary>
    /// Each part that needs reports, at most <see cref="HoldAgreement.MaxPartsNoted"/>: after a start these are looked up. Of the others the
    /// last few.
    /// </summary>
    private static IEnumerable<Part> Shown(Hold hold)
    {
        var others = hold.Parts.Count(static part => !part.NeedsReports);
        return hold.Parts.Where(part => part.NeedsReports || others-- <= Listed);
    }

    private static string Word<T>(T value)
        where T : struct, Enum => Details.Word(value.ToString());
}
