using LightningRod.Engine;
using LightningRod.Flows;
using LightningRod.Flows.Clients;
using LightningRod.Flows.Htlcs;
using LightningRod.Ports.Channels;

namespace LightningRod.Server.Nodes;

/// <summary>What is done with a channel node that is connected: its connector runs until the member stops.</summary>
internal sealed class NodeFollowing(Lazy<FlowParts> flow, ClientDirectory clients, EngineHost engine, NodeAnswers answers, ConnectedNodes nodes)
{
    /// <summary>Runs a connector on a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="NotSupportedException">The node must not be used.</exception>
    internal async Task FollowAsync(IChannelNode node, CancellationToken stop)
    {
        nodes.Add(node.Identity);
        await using var connector = new NodeConnector(new()
        {
            Flow = flow.Value,
            Node = node,
            Directory = clients,
            Epoch = _ => Task.FromResult((ulong)engine.Ownership.Owned.Values.DefaultIfEmpty().Max()),
            RaiseHeight = engine.Heights.Raise,
            Reachable = engine.TryNow,
        });
        // Before the stream opens, for then what waits in the outbox is tried.
        answers.Add(connector);
        try
        {
            connector.Start();
            await Task.Delay(Timeout.InfiniteTimeSpan, flow.Value.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            answers.Remove(connector);
        }
    }
}
