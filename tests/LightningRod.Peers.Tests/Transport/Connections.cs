using System.Net;
using LightningRod.Peers.Tests.Driver;
using LightningRod.Wire.Cryptography;

namespace LightningRod.Peers.Tests.Transport;

/// <summary>Connections between Wire and a node of LDK on which init was exchanged.</summary>
internal static class Connections
{
    /// <summary>Connects both; the caller stops the node when it is done.</summary>
    internal static async Task<WireConnection> Connect(this LdkPeer ldk, LdkNode node, PrivateKey own, Side wire)
    {
        var connection = await (wire == Side.Caller ? Dial(ldk, node, own) : Accept(ldk, node, own));
        Assert.Equal(own.PublicKey, (await ldk.Connected(node)).NodeId);
        return connection;
    }

    private static async Task<WireConnection> Dial(LdkPeer ldk, LdkNode node, PrivateKey own)
    {
        var connection = (await WireConnection.Dial(await ldk.Listen(node), own, node.Key)).Value;
        await connection.ExchangeInit();
        return connection;
    }

    private static async Task<WireConnection> Accept(LdkPeer ldk, LdkNode node, PrivateKey own)
    {
        using var listener = WireConnection.Listen();
        var dialling = ldk.Dial(node, ((IPEndPoint)listener.LocalEndpoint).Port, own.PublicKey);
        var connection = (await WireConnection.Accept(listener, own)).Value;
        await connection.ExchangeInit();
        await dialling;
        return connection;
    }
}
