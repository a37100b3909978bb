using System.Diagnostics.Metrics;
using LightningRod.Peering.Dialing;
using LightningRod.Peering.Limits;
using LightningRod.Wire.Primitives;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LightningRod.Peering;

/// <summary>What a <see cref="PeerNode"/> uses of the world around it; the defaults are the system's.</summary>
public sealed record PeerServices
{
    /// <summary>The clock of all time-outs, pings and limits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where logs go; by default nowhere.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Makes the meter; by default one of the node's own.</summary>
    public IMeterFactory? Meters { get; init; }

    /// <summary>Finds the addresses of host names; by default the system's resolver.</summary>
    public IHostResolver Resolver { get; init; } = new SystemHostResolver();

    /// <summary>
    /// The rates of a peer, asked once when its session opens; null for <see cref="PeeringOptions.Rates"/>. For links that carry the
    /// messages of many.
    /// </summary>
    public Func<NodeId, PeerRates?> RatesOf { get; init; } = _ => null;
}
