using System.Text.Json;
using LightningRod.Ports.Channels;
using LightningRod.Simulation.Network;

namespace LightningRod.Simulation.Protocol;

/// <summary>A line from a client.</summary>
/// <param name="Id">The client's number for it; the reply has the same.</param>
/// <param name="Request">What is asked.</param>
public sealed record RequestFrame(long Id, Request Request);

/// <summary>A line to a client: a reply, an error, or news.</summary>
public sealed record ResponseFrame
{
    /// <summary>The request's number; null for news.</summary>
    public long? Id { get; init; }

    /// <summary>The reply.</summary>
    public JsonElement? Reply { get; init; }

    /// <summary>Why the request was refused.</summary>
    public string? Error { get; init; }

    /// <summary>A report of the stream that this connection is for.</summary>
    public NodeReport? Report { get; init; }

    /// <summary>What a watched wallet sees.</summary>
    public WalletReport? Wallet { get; init; }

    /// <summary>The wallet that sees it.</summary>
    public string? Node { get; init; }

    /// <summary>A step of the network.</summary>
    public SimulationStep? Step { get; init; }
}
