using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace LightningRod.Server.Admin;

/// <summary>Reads the JSON object of a request.</summary>
internal static class RequestBody
{
    /// <exception cref="BadHttpRequestException">It is none, or has members that are not known.</exception>
    internal static async Task<T> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted).ConfigureAwait(false)
                ?? throw new BadHttpRequestException("The body must be a JSON object.");
        }
        catch (JsonException failure)
        {
            throw new BadHttpRequestException($"The body must be a JSON object with the members that are known: {failure.Message}", failure);
        }
    }
}
