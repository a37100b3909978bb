using LightningRod.Peers.Tests.Driver;
using LightningRod.Ports.Messages;
using LightningRod.Relay;
using LightningRod.TestKit.Carriers;
using LightningRod.Wire.Cryptography;

namespace LightningRod.Peers.Tests.Relay;

/// <summary>A relay on the loopback interface, and its reader.</summary>
internal sealed class TestRelay : IAsyncDisposable
{
    internal TestRelay(PrivateKey key, int port = 0, bool takes = true)
    {
        Key = key.PublicKey;
        Carrier = new(key, new() { Listen = [$"127.0.0.1:{port}"], AllowPrivateAddresses = true });
        Reading = new(Carrier, takes);
        Carrier.Start();
    }

    internal PublicKey Key { get; }

    internal RelayCarrier Carrier { get; }

    internal CarrierReading Reading { get; }

    internal int Port => Carrier.EndPoints[0].Port;

    /// <summary>Lets a node of LDK dial the relay; gives what the relay tells of it.</summary>
    internal async Task<CarrierPeerConnected> Invite(LdkPeer ldk, LdkNode node)
    {
        await ldk.Dial(node, Port, Key);
        await ldk.Connected(node);
        return await Reading.FindAsync<CarrierPeerConnected>(connected => connected.Peer == node.Id);
    }

    public async ValueTask DisposeAsync()
    {
        await Carrier.DisposeAsync();
        await Reading.DisposeAsync();
    }
}
