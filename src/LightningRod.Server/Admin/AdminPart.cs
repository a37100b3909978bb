using System.Net;
using System.Net.Sockets;
using LightningRod.Server.Composition;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LightningRod.Server.Admin;

/// <summary>The admin endpoints over HTTP.</summary>
internal sealed class AdminPart(IPEndPoint listen, AdminParts parts, ILoggerFactory loggers) : IMemberPart
{
    private const int MaxConnections = 64;
    private const int MaxBodyBytes = 16 << 10;
    private static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(10);

    private WebApplication? _app;

    /// <inheritdoc/>
    public string Name => "admin";

    /// <inheritdoc/>
    public IPEndPoint? EndPoint { get; private set; }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var app = Build();
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            var why = failure is AddressInUseException || failure.InnerException is AddressInUseException
                ? "another program listens there. Stop it, or choose another port (Admin:Port, --admin-port)."
                : failure.GetBaseException().Message;
            throw new MemberStartException($"The admin endpoints cannot listen on {listen}: {why}", failure);
        }

        _app = app;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        EndPoint = new(listen.Address, new Uri(address).Port);
    }

    /// <inheritdoc/>
    public async Task<bool> StopAsync(TimeSpan within)
    {
        using var timeout = new CancellationTokenSource(within, parts.Time);
        await _app!.StopAsync(timeout.Token).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        return !timeout.IsCancellationRequested;
    }

    private WebApplication Build()
    {
        // Nothing but what is here: no settings of its own, no variables of ASP.NET.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Limits.RequestHeadersTimeout = HeadersWithin;
            kestrel.Listen(listen, endPoint => endPoint.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddRoutingCore();
        // Its owner outlives it and disposes it.
        builder.Services.AddSingleton<ILoggerFactory>(new Borrowed(loggers));
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        var app = builder.Build();
        app.Use(next => new AdminGuard(next, parts.Tokens, loggers).InvokeAsync);
        app.UseRouting();
        HealthEndpoints.Map(app, parts);
        ListEndpoints.Map(app, parts);
        QuarantineEndpoints.Map(app, parts);
        BackupEndpoint.Map(app, parts);
        return app;
    }

    /// <summary>Signals are for whoever runs the member: it must end as a whole.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Borrowed(ILoggerFactory loggers) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

        // That the start failed is told once, in words of ours.
        public ILogger CreateLogger(string categoryName) =>
            categoryName.StartsWith("Microsoft.Extensions.Hosting", StringComparison.Ordinal)
                ? NullLogger.Instance
                : loggers.CreateLogger(categoryName);

        public void Dispose()
        {
        }
    }
}
