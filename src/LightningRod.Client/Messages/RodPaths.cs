using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Client.Messages;

/// <summary>The blinded paths of docs/protocol.md, section 6, each with fresh keys.</summary>
public static class RodPaths
{
    /// <summary>A path of the wallet alone: for answers of a node that has a session with it.</summary>
    /// <param name="wallet">The wallet.</param>
    /// <param name="pathId">What the wallet wants to see again.</param>
    public static BlindedPath ToWallet(PublicKey wallet, Bytes32 pathId) => Make([(wallet, new EncryptedData { PathId = Bytes(pathId) })]);

    /// <summary>From the relay to its client: for invoice requests and invoices.</summary>
    /// <param name="relay">The relay.</param>
    /// <param name="wallet">Its client.</param>
    /// <param name="pathId">What the client wants to see again.</param>
    /// <param name="through">A node before the relay that can reach it, or null.</param>
    public static BlindedPath ThroughRelay(PublicKey relay, PublicKey wallet, Bytes32 pathId, PublicKey? through = null) =>
        Make(Before(through, relay, (relay, To(wallet)), (wallet, new EncryptedData { PathId = Bytes(pathId) })));

    /// <summary>The way back, whose hop at the relay opens the hold (6.2).</summary>
    /// <param name="relay">The relay of the payer's LSP.</param>
    /// <param name="payer">The payer.</param>
    /// <param name="paymentId">What opens the hold.</param>
    /// <param name="pathId">What the payer wants to see again; null in the literal form, which has none (6.7).</param>
    /// <param name="through">An announced channel node of the LSP at which the path begins, or null.</param>
    public static BlindedPath WayBack(PublicKey relay, PublicKey payer, PaymentId paymentId, Bytes32? pathId, PublicKey? through = null) =>
        Make(Before(
            through, relay,
            (relay, To(payer) with { PaymentUnblock = new PaymentUnblock(paymentId, null) }),
            (payer, new EncryptedData { PathId = pathId is { } id ? Bytes(id) : null })));

    /// <summary>From the own relay to a node, or through it to another (6.1).</summary>
    /// <param name="relay">The own relay.</param>
    /// <param name="nodes">The nodes after it; the last is the receiver.</param>
    /// <param name="addresses">Where the first of them can be dialled, for the own relay alone; at most 8 are told.</param>
    public static BlindedPath FromRelay(PublicKey relay, IReadOnlyList<PublicKey> nodes, IEnumerable<NetworkAddress> addresses)
    {
        if (nodes.Count == 0) return Make([(relay, new EncryptedData())]);
        var first = To(nodes[0]) with { NextNodeAddresses = [.. addresses.Take(EncryptedData.MaxAddresses)] };
        var between = nodes.Take(nodes.Count - 1).Select((node, i) => (node, To(nodes[i + 1])));
        return Make([(relay, first), .. between, (nodes[^1], new EncryptedData())]);
    }

    /// <summary>Puts the own relay before another's path; a path that begins at the relay stays as it is (6.4).</summary>
    /// <param name="relay">The own relay.</param>
    /// <param name="path">The other's path.</param>
    /// <param name="addresses">Where its first node can be dialled, for the own relay alone; at most 8 are told.</param>
    public static BlindedPath Through(PublicKey relay, BlindedPath path, IEnumerable<NetworkAddress> addresses)
    {
        if (path.Introduction.NodeId == new NodeId(relay)) return path;
        using var key = PrivateKey.Generate();
        var hop = new EncryptedData { NextNodeAddresses = [.. addresses.Take(EncryptedData.MaxAddresses)] };
        return RouteBlinding.Join(key, [(relay, hop)], path);
    }

    private static EncryptedData To(PublicKey next) => new() { NextNodeId = new NodeId(next) };

    private static ByteString Bytes(Bytes32 id) => ByteString.CopyOf(id.Span);

    private static (PublicKey, EncryptedData)[] Before(PublicKey? through, PublicKey relay, params (PublicKey, EncryptedData)[] hops) =>
        through is { } first ? [(first, To(relay)), .. hops] : hops;

    /// <summary>All hops' data in one length, so that a hop's place does not show.</summary>
    private static BlindedPath Make(IReadOnlyList<(PublicKey Node, EncryptedData Data)> hops)
    {
        using var key = PrivateKey.Generate();
        var padded = EncryptedData.PadToLongest(hops.Select(hop => hop.Data));
        return RouteBlinding.Create(key, [.. hops.Zip(padded, (hop, data) => new BlindedPathStep(hop.Node, data))]);
    }
}
