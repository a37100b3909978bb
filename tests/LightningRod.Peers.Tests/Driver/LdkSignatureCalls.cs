using LightningRod.Wire.Cryptography;

namespace LightningRod.Peers.Tests.Driver;

/// <summary>What LDK says of a message signature.</summary>
public sealed record LdkVerified(bool Valid, PublicKey? RecoveredNodeId);

/// <summary>The peer's calls about signed messages (ldk/signatures.mjs).</summary>
internal static class LdkSignatureCalls
{
    internal static async Task<string> Sign(this LdkPeer peer, LdkNode node, string message) =>
        (await peer.Call<SignatureText>("sign", new { node = node.Number, message })).Signature;

    internal static Task<LdkVerified> Verify(this LdkPeer peer, string message, string signature, PublicKey nodeId) =>
        peer.Call<LdkVerified>("verify", new { message, signature, nodeId });

    private sealed record SignatureText(string Signature);
}
