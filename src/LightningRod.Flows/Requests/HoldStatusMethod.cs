using System.Text.Json;
using System.Text.Json.Nodes;
using LightningRod.Actors.HeldPayment;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;
using LightningRod.Flows.Clients;
using LightningRod.Flows.Messages;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Requests;

/// <summary><c>rod.hold_status</c>: how one of the asker's own holds stands, from its row in the lists.</summary>
internal sealed class HoldStatusMethod(Calls calls, RequestOptions options) : IRequestMethod
{
    private const string IdHash = "payment_id_hash";
    private const string PaymentHash = "payment_hash";

    public string Name => "rod.hold_status";

    public async Task<RequestAnswer> AnswerAsync(Asker asker, JsonElement parameters, CancellationToken cancel)
    {
        if (asker.Client is not { } client) return RequestAnswer.NoClient;
        var given = new Parameters(parameters, IdHash, PaymentHash);
        var (id, hash) = (given.Hash(IdHash), given.Hash(PaymentHash));
        given.Require(id is null != hash is null, $"either {IdHash} or {PaymentHash} is needed");
        if (given.Error is { } error) return RequestAnswer.Refused(error);
        try
        {
            return await FindAsync(client, id, hash, cancel) is { } found
                ? Json.Answer(Answer(found.Id, found.Row))
                : RequestAnswer.Refused(RodErrorCode.UnknownHold, "this client has no such hold");
        }
        catch (JournalUnavailableException)
        {
            return RequestAnswer.Busy;
        }
    }

    private async Task<(Bytes32 Id, HoldRow Row)?> FindAsync(Client client, Bytes32? id, Bytes32? hash, CancellationToken cancel)
    {
        if (hash is { } known)
        {
            // The index knows holds that have not ended; the hash of others may be in a new hold by now.
            var key = HeldPaymentActor.IndexKey(new(known));
            var actor = await calls.Journal.FindActorAsync(client.Key, HeldPaymentActor.PaymentHashIndex, key, cancel);
            if (actor is not { Kind: HeldPaymentActor.KindName } hold) return null;
            id = new Bytes32(hold.Key.Span);
        }

        var wanted = new OpaqueKey(id!.Value.Span);
        var rows = 0;
        await foreach (var (actor, view) in calls.Journal.ReadViewsAsync(HeldPaymentActor.KindName, client.Key, includeOver: true, cancel))
        {
            if (actor.Key == wanted) return (id.Value, HoldRow.Of(view));
            if (++rows >= options.MaxRowsRead) return null;
        }

        return null;
    }

    private static JsonObject Answer(Bytes32 id, HoldRow row)
    {
        var details = row.Details;
        var parts = details.GetProperty("parts").EnumerateArray().Select(Part).ToArray();
        return new()
        {
            [IdHash] = id.ToString(),
            ["state"] = row.View.State,
            ["is_over"] = row.View.IsOver,
            ["expiry_height"] = details.GetProperty("expiry_height").GetUInt32(),
            ["max_amount_msat"] = Json.Msat(details.GetProperty("max_msat").GetUInt64()),
            ["held_msat"] = Json.Msat(row.View.Amount),
            ["return_delta"] = details.GetProperty("return_delta").GetUInt32(),
            ["part_count"] = details.GetProperty("part_count").GetInt32(),
            ["parts"] = new JsonArray(parts),
        };
    }

    private static JsonNode Part(JsonElement part)
    {
        var shown = new JsonObject
        {
            ["channel_id"] = part.GetProperty("channel_id").GetString(),
            ["htlc_id"] = part.GetProperty("htlc_id").GetString(),
            ["state"] = part.GetProperty("state").GetString(),
            ["amount_msat"] = Json.Msat(part.GetProperty("msat").GetUInt64()),
            ["fail_back_height"] = part.GetProperty("fail_back_height").GetUInt32(),
            ["incoming_expiry"] = part.GetProperty("incoming_expiry").GetUInt32(),
        };
        foreach (var name in new[] { "cause", "return" })
        {
            if (part.TryGetProperty(name, out var value)) shown[name] = value.GetString();
        }

        return shown;
    }
}
