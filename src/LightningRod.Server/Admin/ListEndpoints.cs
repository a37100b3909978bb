using System.Globalization;
using System.Text.Json;
using LightningRod.Actors.HeldPayment;
using LightningRod.Actors.Mailbox;
using LightningRod.Engine.Abstractions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LightningRod.Server.Admin;

/// <summary>Lists of holds and mailboxes as JSON lines, in order of client and key, as the journal has them.</summary>
/// <remarks>
/// Query: <c>client</c> (hexadecimal) for one client, <c>all=true</c> with those that are over, <c>limit</c> (default 10,000, at most 1,000,000).
/// When rows are left out, the last line is <c>{"more":true}</c>.
/// </remarks>
internal static class ListEndpoints
{
    private const int DefaultLimit = 10_000;
    private const int MaxLimit = 1_000_000;
    private const int FlushAfterRows = 128;

    internal static void Map(IEndpointRouteBuilder routes, AdminParts parts)
    {
        routes.MapGet("/v1/holds", http => ListAsync(http, parts, HeldPaymentActor.KindName, "msat"));
        routes.MapGet("/v1/mailboxes", http => ListAsync(http, parts, MailboxActor.KindName, "bytes"));
    }

    private static async Task ListAsync(HttpContext http, AdminParts parts, string kind, string amount)
    {
        var (client, all, limit) = QueryOf(http.Request.Query);
        http.Response.ContentType = Lines.ContentType;
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        var rows = 0;
        await foreach (var (actor, view) in parts.Journal.ReadViewsAsync(kind, client, all, http.RequestAborted).ConfigureAwait(false))
        {
            if (rows++ == limit)
            {
                Lines.Write(json, http.Response.BodyWriter, () => json.WriteBoolean("more", true));
                break;
            }

            Lines.Write(json, http.Response.BodyWriter, () => Row(json, actor, view, amount));
            // To be flushed now and then bounds what is in memory: it waits for whoever reads.
            if (rows % FlushAfterRows == 0) await http.Response.BodyWriter.FlushAsync(http.RequestAborted).ConfigureAwait(false);
        }

        await http.Response.BodyWriter.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }

    private static void Row(Utf8JsonWriter json, ActorId actor, ViewRow view, string amount)
    {
        json.WriteString("client", actor.Client.ToString());
        json.WriteString("key", actor.Key.ToString());
        json.WriteString("state", view.State);
        json.WriteBoolean("over", view.IsOver);
        json.WriteNumber(amount, view.Amount);
        if (view.DueHeight is { } height) json.WriteNumber("due_height", height);
        json.WritePropertyName("details");
        json.WriteRawValue(view.Details);
    }

    private static (OpaqueKey? Client, bool All, int Limit) QueryOf(IQueryCollection query)
    {
        foreach (var name in query.Keys.Where(name => name is not ("client" or "all" or "limit")))
            throw Bad($"There is no parameter {name}; there are client, all and limit.");
        OpaqueKey? client = null;
        if (query["client"].ToString() is { Length: > 0 } hex)
            client = ActorNames.KeyOf(hex) ?? throw Bad("client must be a node id in hexadecimal digits.");
        var all = query["all"].ToString() switch
        {
            "" or "false" => false,
            "true" => true,
            _ => throw Bad("all must be true or false."),
        };
        var limit = DefaultLimit;
        if (query["limit"].ToString() is { Length: > 0 } text
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaxLimit))
            throw Bad($"limit must be 1 to {MaxLimit}.");
        return (client, all, limit);
    }

    private static BadHttpRequestException Bad(string why) => new(why);
}
