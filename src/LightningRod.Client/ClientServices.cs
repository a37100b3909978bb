using System.Diagnostics.Metrics;
using LightningRod.Client.Steps;
using LightningRod.Peering.Dialing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LightningRod.Client;

/// <summary>What a <see cref="RodClient"/> uses of the world around it; the defaults are the system's.</summary>
public sealed record ClientServices
{
    /// <summary>The clock of all time-outs and repeats.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where logs go; by default nowhere.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Makes the meters; by default the client has its own.</summary>
    public IMeterFactory? Meters { get; init; }

    /// <summary>Finds the addresses of host names; by default the system's resolver.</summary>
    public IHostResolver Resolver { get; init; } = new SystemHostResolver();

    /// <summary>Sees the steps.</summary>
    public IClientObserver Observer { get; init; } = NoClientObserver.Instance;
}
