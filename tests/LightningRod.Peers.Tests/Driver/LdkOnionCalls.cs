using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Onion;

namespace LightningRod.Peers.Tests.Driver;

/// <summary>The peer's calls about nodes, blinded paths and onion messages (ldk/onion.mjs).</summary>
internal static class LdkOnionCalls
{
    internal static async Task<LdkNode> Node(this LdkPeer peer, int number)
    {
        var secret = await peer.Call<NodeSecret>("nodeId", new { node = number });
        return new LdkNode(number, secret.NodeId, secret.Secret);
    }

    internal static async Task<LdkNode[]> Nodes(this LdkPeer peer, params IEnumerable<int> numbers) => await Task.WhenAll(numbers.Select(peer.Node));

    /// <summary>A path that LDK made to one of its nodes; a channel number in place of null makes a hop tell it and not the next node's id.</summary>
    internal static async Task<ByteString> BlindedPath(
        this LdkPeer peer, LdkNode recipient, IEnumerable<PublicKey>? via = null, IEnumerable<ulong?>? scids = null, ByteString context = default) =>
        (await peer.Call<PathBytes>("blindedPath", new { node = recipient.Number, via = via ?? [], scids = scids ?? [], context })).Path;

    internal static Task<LdkPath> ReadBlindedPath(this LdkPeer peer, ByteString path) => peer.Call<LdkPath>("readBlindedPath", new { path });

    internal static Task<LdkMessage> CreateMessage(
        this LdkPeer peer,
        LdkNode sender,
        LdkDestination destination,
        ulong type,
        ByteString value = default,
        IEnumerable<PublicKey>? hops = null,
        ByteString? replyPath = null) =>
        peer.Call<LdkMessage>("createMessage", new { node = sender.Number, hops = hops ?? [], destination, type, value, replyPath });

    internal static Task<LdkPeeled> Peel(this LdkPeer peer, LdkNode node, ByteString message) =>
        peer.Call<LdkPeeled>("peel", new { node = node.Number, message });

    internal static async Task<LdkForward> Forward(this LdkPeer peer, LdkNode node, ByteString message) =>
        Assert.IsType<LdkForward>(await peer.Peel(node, message));

    internal static async Task<LdkReceived> Receive(this LdkPeer peer, LdkNode node, ByteString message) =>
        Assert.IsType<LdkReceived>(await peer.Peel(node, message));

    /// <summary>Whether LDK takes a message rather than refuse it.</summary>
    internal static async Task<bool> Peels(this LdkPeer peer, LdkNode node, ByteString message)
    {
        try
        {
            await peer.Peel(node, message);
            return true;
        }
        catch (LdkRefusalException refusal)
        {
            Assert.Matches("^(message|peel): ", refusal.Message);
            return false;
        }
    }

    internal static Task<LdkIntercepted> Intercept(this LdkPeer peer, LdkNode lsp, ByteString message) =>
        peer.Call<LdkIntercepted>("intercept", new { node = lsp.Number, message });

    private sealed record NodeSecret(PublicKey NodeId, PrivateKey Secret);

    private sealed record PathBytes(ByteString Path);
}
