using LightningRod.Wire.Bolt11;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client;

/// <summary>Who the wallet is, and where its LSP's relay is.</summary>
/// <param name="Key">The wallet's node key: it signs, opens onions and proves who is connected. Stays the caller's, who disposes it after the
/// client.</param>
/// <param name="Relay">The relay's node id.</param>
/// <param name="RelayAddresses">Where the relay can be dialled, at least one; tried in order. They are also told to payees, unless the relay tells
/// better ones.</param>
public sealed record ClientIdentity(PrivateKey Key, NodeId Relay, ValueList<NetworkAddress> RelayAddresses)
{
    /// <summary>The chain; Bitcoin's main network by default.</summary>
    public Bolt11Currency Network { get; init; }

    /// <summary>The chain's name in messages.</summary>
    public ChainHash Chain => Network switch
    {
        Bolt11Currency.Testnet => ChainHash.Testnet,
        Bolt11Currency.Signet => ChainHash.Signet,
        Bolt11Currency.Regtest => ChainHash.Regtest,
        _ => ChainHash.Bitcoin,
    };

    /// <inheritdoc/>
    public override string ToString() => $"client of relay {Relay}";
}
