using System.Reflection;
using LightningRod.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LightningRod.Server.Admin;

/// <summary>How the member is: for probes without a token, and with more detail for operators.</summary>
internal static class HealthEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes, AdminParts parts)
    {
        routes.MapGet("/health/live", http => http.Response.WriteAsJsonAsync(new(true), AdminJson.Default.Liveness, null, http.RequestAborted));
        routes.MapGet("/health/ready", http =>
        {
            var readiness = ReadinessOf(parts);
            http.Response.StatusCode = readiness.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return http.Response.WriteAsJsonAsync(readiness, AdminJson.Default.Readiness, null, http.RequestAborted);
        });
        routes.MapGet("/v1/status", http => http.Response.WriteAsJsonAsync(StatusOf(parts), AdminJson.Default.Status, null, http.RequestAborted));
    }

    private static Readiness ReadinessOf(AdminParts parts) => ReadinessOf(parts, parts.Engine.Health);

    private static Readiness ReadinessOf(AdminParts parts, EngineHealth health)
    {
        // Blocks are seen by channel nodes; a relay for mail alone needs none.
        var height = parts.Options.Nodes.Count == 0 || !health.HeightIsStale;
        return new(health.IsRunning && !health.StorageFails && height, health.IsRunning, !health.StorageFails, height);
    }

    private static Status StatusOf(AdminParts parts)
    {
        var health = parts.Engine.Health;
        return new(
            parts.Options.Name,
            parts.NodeId.ToString(),
            parts.Options.Network,
            typeof(Member).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
            parts.StartedAt,
            ReadinessOf(parts, health).Ready,
            health.IsRunning,
            health.StorageFails,
            health.ShardsOwned,
            health.ActorsLoaded,
            health.CommandsWaiting,
            health.ActorsInQuarantine,
            health.EffectsInMemory,
            health.OldestEffect.TotalSeconds,
            health.BlockedDestinations,
            health.Height,
            health.HeightIsStale);
    }
}
