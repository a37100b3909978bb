using LightningRod.Flows.Clients;
using LightningRod.Ports.Channels;

namespace LightningRod.Flows.Htlcs;

/// <summary>What a connector is made of.</summary>
public sealed record NodeConnectorParts
{
    /// <summary>What every way uses.</summary>
    public required FlowParts Flow { get; init; }

    /// <summary>The channel node; the connector does not dispose of it.</summary>
    public required IChannelNode Node { get; init; }

    /// <summary>The directory that hears of the node's channels.</summary>
    public required ClientDirectory Directory { get; init; }

    /// <summary>The epoch of the connector's lease, asked before each opening; on a member that is alone the highest epoch of its shards.</summary>
    public required Func<CancellationToken, Task<ulong>> Epoch { get; init; }

    /// <summary>Takes the node's height: <see cref="Engine.Alarms.Heights.Raise"/>.</summary>
    public required Action<uint> RaiseHeight { get; init; }

    /// <summary>Told <c>node/NAME</c> when the node can be reached again: <see cref="Engine.EngineHost.TryNow"/>.</summary>
    public Action<string> Reachable { get; init; } = static _ => { };

    /// <summary>The settings.</summary>
    public NodeConnectorOptions Options { get; init; } = new();
}
