using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;

namespace LightningRod.Demo.Director;

/// <summary>Keys of the cast, made from the seed.</summary>
internal sealed class Identities(ulong seed)
{
    /// <summary>32 secret bytes for a purpose.</summary>
    internal byte[] SecretOf(string purpose) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"lightningrod demo {seed} {purpose}")));

    /// <summary>The node id of a wallet.</summary>
    internal NodeId WalletOf(string who) => IdOf($"wallet {who}");

    /// <summary>The node id of an LSP's relay.</summary>
    internal NodeId RelayOf(string lsp) => IdOf($"relay {lsp}");

    /// <summary>The name of the secret from which a wallet's key is made.</summary>
    internal byte[] WalletKeyOf(string who) => SecretOf($"wallet {who}");

    /// <summary>The key of an LSP's relay.</summary>
    internal byte[] RelayKeyOf(string lsp) => SecretOf($"relay {lsp}");

    /// <summary>Whether a text was signed by a node, as <c>signmessage</c> does.</summary>
    internal static bool Verify(NodeId node, string text, string zbase) =>
        MessageSignature.Parse(zbase).TryGet(out var signature, out _) && signature.TryRecover(text, out var signer) && new NodeId(signer) == node;

    private NodeId IdOf(string purpose)
    {
        using var key = PrivateKey.FromHex(Convert.ToHexStringLower(SecretOf(purpose)));
        return new(key.PublicKey);
    }
}
