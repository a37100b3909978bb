using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace LightningRod.Server.Admin;

/// <summary>What went wrong with a request, as <c>application/problem+json</c> (RFC 9457).</summary>
/// <param name="Code">What programs look at; the last part of <see cref="Type"/>.</param>
/// <param name="Title">The same for people.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Detail">More about this one; null for nothing.</param>
internal sealed record Problem(
    [property: JsonIgnore] string Code,
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("status")] int Status,
    [property: JsonPropertyName("detail"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail = null)
{
    internal const string TypePrefix = "urn:lightningrod:problem:";

    internal static Problem NoToken { get; } =
        new("no-token", "A token is needed", 401, "Send the header Authorization: Bearer TOKEN, with a token of the file that Admin:TokenFile names.");

    internal static Problem OnlyReads { get; } = new("only-reads", "The token allows to read only", 403);

    internal static Problem NoSuchEndpoint { get; } = new("no-such-endpoint", "There is no such endpoint", 404);

    internal static Problem WrongMethod { get; } = new("wrong-method", "The endpoint has no such method", 405);

    internal static Problem NotInQuarantine { get; } = new("not-in-quarantine", "The actor is not in quarantine", 404);

    internal static Problem BackupRuns { get; } = new("backup-runs", "Another backup is under way", 409);

    internal static Problem Failed { get; } = new("failed", "The request failed", 500, "The member's log says why.");

    /// <summary>A URI that names the kind of problem.</summary>
    [JsonPropertyName("type"), JsonPropertyOrder(-1)]
    public string Type => TypePrefix + Code;

    internal static Problem BadRequest(string detail) => new("bad-request", "The request is wrong", 400, detail);

    internal static Problem Storage(string detail) => new("storage", "The storage failed", 503, detail);

    internal static Problem BackupFailed(string detail) => new("backup-failed", "The backup failed", 422, detail);

    /// <summary>Answers with the problem.</summary>
    internal Task WriteAsync(HttpContext http)
    {
        http.Response.StatusCode = Status;
        return http.Response.WriteAsJsonAsync(this, AdminJson.Default.Problem, "application/problem+json", http.RequestAborted);
    }
}
