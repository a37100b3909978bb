using System.Collections.Concurrent;
using LightningRod.Flows.Clients;

namespace LightningRod.Flows.Tests.Messages.Support;

/// <summary>Clients as a test says.</summary>
internal sealed class ClientBook : IClientDirectory
{
    private readonly ConcurrentDictionary<NodeId, Client> _clients = new();

    private readonly ConcurrentDictionary<NodeId, bool> _former = new();

    public Client? Find(NodeId node) => _clients.GetValueOrDefault(node);

    public bool MayHaveHolds(NodeId node) => _clients.ContainsKey(node) || _former.ContainsKey(node);

    internal void Put(Client client) => _clients[client.Id] = client;

    internal void Suspend(NodeId node)
    {
        _clients.TryRemove(node, out _);
        _former[node] = true;
    }
}
