using LightningRod.Engine.Journal;
using LightningRod.Server.Secrets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LightningRod.Server.Admin;

/// <summary>Lets nobody in without a token, but to ask for health; and says in one form what went wrong.</summary>
internal sealed partial class AdminGuard(RequestDelegate next, AdminTokens tokens, ILoggerFactory loggers)
{
    private const string Scheme = "Bearer ";

    private readonly ILogger _logger = loggers.CreateLogger("LightningRod.Server.Admin");

    /// <summary>One request.</summary>
    internal async Task InvokeAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (Refusal(http) is { } refusal)
        {
            await refusal.WriteAsync(http).ConfigureAwait(false);
            return;
        }

        try
        {
            await next(http).ConfigureAwait(false);
            if (Unrouted(http.Response) is { } problem) await problem.WriteAsync(http).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked is gone.
        }
        catch (Exception failure) when (!http.Response.HasStarted)
        {
            await Of(failure, http).WriteAsync(http).ConfigureAwait(false);
        }
    }

    private static Problem? Unrouted(HttpResponse response) => response switch
    {
        { HasStarted: true } => null,
        { StatusCode: StatusCodes.Status404NotFound } => Problem.NoSuchEndpoint,
        { StatusCode: StatusCodes.Status405MethodNotAllowed } => Problem.WrongMethod,
        _ => null,
    };

    private Problem? Refusal(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)) return null;
        var header = http.Request.Headers.Authorization.ToString();
        var scope = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? tokens.Find(header[Scheme.Length..].Trim()) : null;
        if (scope is null) http.Response.Headers.WWWAuthenticate = "Bearer";
        return scope switch
        {
            null => Problem.NoToken,
            AdminScope.Read when !HttpMethods.IsGet(http.Request.Method) => Problem.OnlyReads,
            _ => null,
        };
    }

    private Problem Of(Exception failure, HttpContext http)
    {
        if (failure is JournalUnavailableException) return Problem.Storage(failure.Message);
        if (failure is BadHttpRequestException bad) return Problem.BadRequest(bad.Message);
        Log.Failed(_logger, failure, http.Request.Method, http.Request.Path);
        return Problem.Failed;
    }

    private static partial class Log
    {
        [LoggerMessage(2620, LogLevel.Error, "An admin request failed: {Method} {Path}")]
        internal static partial void Failed(ILogger logger, Exception failure, string method, string path);
    }
}
