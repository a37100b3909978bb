using System.Collections.Frozen;
using System.Net;
using LightningRod.Peering;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Relay.Settings;

/// <summary>What the texts of checked <see cref="RelayOptions"/> mean.</summary>
internal sealed class RelaySettings
{
    private readonly FrozenDictionary<NodeId, NetworkAddress[]> _peers;

    internal RelaySettings(RelayOptions options)
    {
        IEnumerable<string> listen = options.Listen.Count > 0 ? options.Listen : [RelayOptions.DefaultListen];
        EndPoints = [.. listen.Select(text => IPEndPoint.Parse(text))];
        Addresses = [.. options.Addresses.Select(text => NetworkAddress.Parse(text.AsSpan()).Value)];
        _peers = options.Peers
            .Select(text => KnownTexts.TryPeer(text, out var node, out var address) ? (node, address) : throw new FormatException(text))
            .GroupBy(peer => peer.node, peer => peer.address)
            .ToFrozenDictionary(peer => peer.Key, peer => peer.ToArray());
        var features = Features.Of([FeatureBit.OnionMessages, FeatureBit.Lsps0, FeatureBit.LightningRod, .. options.MoreFeatures]);
        var chain = options.Chain is null ? null : KnownTexts.ChainOf(options.Chain);
        Protocol = new(new Init(features) { Networks = chain is { } hash ? [hash] : null });
    }

    internal IReadOnlyList<IPEndPoint> EndPoints { get; }

    internal IReadOnlyList<NetworkAddress> Addresses { get; }

    internal PeerProtocol Protocol { get; }

    /// <summary>Addresses of a node that the operator knows, else none.</summary>
    internal IReadOnlyList<NetworkAddress> AddressesOf(NodeId node) => _peers.GetValueOrDefault(node) ?? [];
}
