using System.Text.Json;
using LightningRod.Engine.Journal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LightningRod.Server.Admin;

/// <summary>The actors that were set aside: which, and to let one run again.</summary>
internal static class QuarantineEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes, AdminParts parts)
    {
        routes.MapGet("/v1/quarantine", http => ListAsync(http, parts));
        routes.MapPost("/v1/quarantine/retry", http => RetryAsync(http, parts));
    }

    private static async Task ListAsync(HttpContext http, AdminParts parts)
    {
        var entries = await parts.Journal.ReadQuarantineAsync(http.RequestAborted).ConfigureAwait(false);
        await http.Response.WriteAsJsonAsync(entries.Select(Row), AdminJson.Default.IEnumerableQuarantineRow, null, http.RequestAborted)
            .ConfigureAwait(false);
    }

    private static async Task RetryAsync(HttpContext http, AdminParts parts)
    {
        var name = await RequestBody.ReadAsync(http, AdminJson.Default.ActorName).ConfigureAwait(false);
        if (ActorNames.Of(name) is not { } actor)
            throw new BadHttpRequestException("kind, client and key are needed; client and key in hexadecimal digits, as /v1/quarantine shows them.");
        if (await parts.Engine.RetryQuarantinedAsync(actor, http.RequestAborted).ConfigureAwait(false))
            await http.Response.WriteAsJsonAsync(new(true), AdminJson.Default.Retried, null, http.RequestAborted).ConfigureAwait(false);
        else
            await Problem.NotInQuarantine.WriteAsync(http).ConfigureAwait(false);
    }

    private static QuarantineRow Row(QuarantineEntry entry) => new(
        entry.Actor.Kind,
        entry.Actor.Client.ToString(),
        entry.Actor.Key.ToString(),
        JsonNamingPolicy.SnakeCaseLower.ConvertName(entry.Category.ToString()),
        entry.Detail,
        entry.At);
}
