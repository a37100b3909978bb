using System.Collections.Concurrent;
using LightningRod.Flows.Clients;

namespace LightningRod.Flows.Tests.Messages.Support;

/// <summary>Clients as a test says.</summary>
internal sealed class ClientBook : IClientDirectory
{
    private readonly ConcurrentDictionary<NodeId, Client> _clients = new();

    public Client? Find(NodeId node) => _clients.GetValueOrDefault(node);

    internal void Put(Client client) => _clients[client.Id] = client;

    internal void Remove(NodeId node) => _clients.TryRemove(node, out _);
}
