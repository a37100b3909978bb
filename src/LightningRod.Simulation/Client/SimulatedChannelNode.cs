using System.Net;
using LightningRod.Ports.Channels;
using LightningRod.Simulation.Protocol;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Client;

/// <summary>A node of a simulation as a channel node of the LSP.</summary>
public sealed class SimulatedChannelNode : IChannelNode
{
    private readonly SimulationClient _client;
    private readonly NodeReply _node;

    private SimulatedChannelNode(SimulationClient client, NodeReply node)
    {
        (_client, _node) = (client, node);
        Identity = new ChannelNodeIdentity(node.Name, node.NodeId, ChainHash.Regtest, $"simulated {node.Kind}");
        var behaviour = node.Behaviour;
        Capabilities = new ChannelNodeCapabilities
        {
            InterceptsHtlcs = behaviour.Intercepts,
            OffersFinalHtlcs = behaviour.Intercepts,
            SettlesHtlcs = behaviour.Intercepts,
            FailureCodes = [.. behaviour.FailureCodes],
            FailsOverdueHtlcs = behaviour.AutoFailDelta is not null,
            TellsAutoFailHeight = behaviour.AutoFailDelta is not null,
            ReportsForwards = true,
            Settles = behaviour.Settles,
            ListsOutgoingHtlcs = true,
            KeepsHistory = true,
            OnStreamLoss = behaviour.OnStreamLoss,
            PushesPresence = true,
            SignsMessages = true,
            ShowsWholePayload = behaviour.ShowsWholePayload,
            ForwardDelta = behaviour.ForwardDelta,
        };
    }

    /// <inheritdoc/>
    public ChannelNodeIdentity Identity { get; }

    /// <inheritdoc/>
    public ChannelNodeCapabilities Capabilities { get; }

    /// <summary>Connects with a node of a simulation.</summary>
    /// <param name="endPoint">Where the simulation listens.</param>
    /// <param name="name">The node's name there, which is also its name in keys.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ChannelNodeUnavailableException">No simulation answers, or it has no such node.</exception>
    public static async Task<SimulatedChannelNode> ConnectAsync(IPEndPoint endPoint, string name, CancellationToken cancellationToken = default)
    {
        var client = new SimulationClient(endPoint);
        try
        {
            return new SimulatedChannelNode(client, await Reach(() => client.SendAsync(new GetNode(name), cancellationToken)));
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<StreamOpening> OpenStreamAsync(ulong epoch, CancellationToken cancellationToken = default)
    {
        if (!Capabilities.InterceptsHtlcs) throw new NotSupportedException($"{Identity.Name} offers no HTLCs.");
        var (connection, reply) = await Reach(() => _client.OpenAsync(new StartIntercepting(_node.Name, epoch), cancellationToken));
        if (reply.Stream is { } stream)
            return new StreamOpening.Opened(new SimulatedInterceptor(connection, _client, stream, epoch, _node.Behaviour));
        connection.Dispose();
        return reply.Fenced is { } highest ? new StreamOpening.Fenced(highest) : new StreamOpening.Taken(reply.Taken!);
    }

    /// <inheritdoc/>
    public Task<HtlcHistory> FindHtlcAsync(HtlcKey key, CancellationToken cancellationToken = default) => key.Node == _node.Name
        ? Reach(() => _client.SendAsync(new FindHtlc(key), cancellationToken))
        : Task.FromResult(new HtlcHistory(HtlcState.NeverSeen));

    /// <inheritdoc/>
    public Task<IReadOnlyList<NodeChannel>> ListChannelsAsync(CancellationToken cancellationToken = default) =>
        Reach(() => _client.SendAsync(new ListChannels(_node.Name), cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<OutgoingHtlc>> ListOutgoingHtlcsAsync(CancellationToken cancellationToken = default) =>
        Reach(() => _client.SendAsync(new ListOutgoing(_node.Name), cancellationToken));

    /// <inheritdoc/>
    public async Task<MessageSignature> SignMessageAsync(string message, CancellationToken cancellationToken = default)
    {
        var reply = await Reach(() => _client.SendAsync(new SignMessage(_node.Name, message), cancellationToken));
        return MessageSignature.Parse(reply.Zbase).Value;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private static async Task<T> Reach<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception failed) when (failed is IOException or SimulationException)
        {
            throw new ChannelNodeUnavailableException(failed.Message, failed);
        }
    }
}
