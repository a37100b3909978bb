using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;

namespace LightningRod.Peers.Tests.Driver;

/// <summary>The peer's calls about connections on the loopback interface (ldk/sockets.mjs), and their notices.</summary>
internal static class LdkSocketCalls
{
    /// <summary>Lets a node listen on a free port, which is returned.</summary>
    internal static async Task<int> Listen(this LdkPeer peer, LdkNode node) =>
        (await peer.Call<Port>("listen", new { node = node.Number, port = 0 })).Number;

    /// <summary>Lets a node dial; it returns after handshake and init.</summary>
    internal static Task Dial(this LdkPeer peer, LdkNode node, int port, PublicKey nodeId) =>
        peer.Call<Nothing>("dial", new { node = node.Number, port, nodeId });

    internal static async Task<IReadOnlyList<LdkConnectedPeer>> Peers(this LdkPeer peer, LdkNode node) =>
        (await peer.Call<PeerList>("peers", new { node = node.Number })).Peers;

    internal static Task<LdkSent> Send(
        this LdkPeer peer, LdkNode node, LdkDestination destination, ulong type, ByteString value = default, ByteString? replyPath = null) =>
        peer.Call<LdkSent>("send", new { node = node.Number, destination, type, value, replyPath });

    internal static Task Disconnect(this LdkPeer peer, LdkNode node, PublicKey nodeId) =>
        peer.Call<Nothing>("disconnect", new { node = node.Number, nodeId });

    internal static Task Stop(this LdkPeer peer, LdkNode node) => peer.Call<Nothing>("stop", new { node = node.Number });

    /// <summary>From now on <see cref="Onion"/> tells of every onion message that comes to a node.</summary>
    internal static Task ShowOnions(this LdkPeer peer, LdkNode node) => peer.Call<Nothing>("showOnions", new { node = node.Number });

    /// <summary>Lets LDK's ten seconds pass: it pings, and gives up peers that did not answer the ping before.</summary>
    internal static Task Tick(this LdkPeer peer, LdkNode node) => peer.Call<Nothing>("tick", new { node = node.Number });

    internal static Task<LdkConnected> Connected(this LdkPeer peer, LdkNode node) => peer.Notice<LdkConnected>("connected", node.Number);

    internal static Task<LdkDisconnected> Disconnected(this LdkPeer peer, LdkNode node) => peer.Notice<LdkDisconnected>("disconnected", node.Number);

    internal static Task<LdkArrived> Arrived(this LdkPeer peer, LdkNode node) => peer.Notice<LdkArrived>("received", node.Number);

    /// <summary>The next onion message as it came, before LDK opened it.</summary>
    internal static async Task<ByteString> Onion(this LdkPeer peer, LdkNode node) => (await peer.Notice<LdkOnion>("onion", node.Number)).Message;

    private sealed record Port([property: System.Text.Json.Serialization.JsonPropertyName("port")] int Number);

    private sealed record PeerList(IReadOnlyList<LdkConnectedPeer> Peers);

    private sealed record Nothing;
}
