using System.Security.Cryptography;
using LightningRod.Peers.Tests.Driver;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Onion;
using static LightningRod.Peers.Tests.Onion.WireOnions;

namespace LightningRod.Peers.Tests.Onion;

/// <summary>A message over one forwarding and one last node whose parts may be such as Wire's own writer would not make.</summary>
internal sealed record CraftedMessage
{
    private const int SecretSize = 32;

    /// <summary>What the forwarding node is told, beside the next node.</summary>
    internal EncryptedData Forward { get; init; } = new();

    /// <summary>Whether the forwarding node is told the next node's id.</summary>
    internal bool TellsNextNode { get; init; } = true;

    /// <summary>Whether the forwarding node's payload has its encrypted data.</summary>
    internal bool HasForwardData { get; init; } = true;

    /// <summary>Records beside the encrypted data in the forwarding node's payload.</summary>
    internal TlvStream BesideForward { get; init; }

    /// <summary>What the last node is told.</summary>
    internal EncryptedData Last { get; init; } = new();

    /// <summary>Whether the last node's payload has its encrypted data.</summary>
    internal bool HasLastData { get; init; } = true;

    /// <summary>Records beside the encrypted data in the last node's payload.</summary>
    internal TlvStream BesideLast { get; init; }

    internal ByteString Body(LdkNode forwarder, LdkNode last)
    {
        using PrivateKey pathSession = PrivateKey.Generate(), session = PrivateKey.Generate();
        var forward = TellsNextNode ? Forward with { NextNodeId = last.Id } : Forward;
        var path = RouteBlinding.Create(pathSession, [new(forwarder.Key, forward), new(last.Key, Last)]);
        OnionHop[] hops = [Hop(path.Hops[0], HasForwardData, BesideForward), Hop(path.Hops[1], HasLastData, BesideLast)];
        return new OnionMessage(path.FirstPathKey, ByteString.Own(Sphinx.Create(session, hops, default).Value)).Body();
    }

    /// <summary>A message for one node whose packet is encrypted and authenticated as it should be, around any plain text.</summary>
    internal static ByteString OfPlainText(LdkNode node, ByteString plain)
    {
        using PrivateKey pathSession = PrivateKey.Generate(), session = PrivateKey.Generate();
        var path = RouteBlinding.Create(pathSession, [new(node.Key, new EncryptedData())]);
        byte[] secret = new byte[SecretSize], payloads = new byte[Sphinx.PaymentPayloadsSize];
        plain.Span.CopyTo(payloads);
        session.Ecdh(path.Hops[0].BlindedNodeId, secret);
        ChaCha20.Xor(HMACSHA256.HashData("rho"u8, secret), payloads);
        var hmac = HMACSHA256.HashData(HMACSHA256.HashData("mu"u8, secret), payloads);
        var packet = new WireWriter().WriteByte(0).WritePublicKey(session.PublicKey).Write(payloads).Write(hmac);
        return new OnionMessage(path.FirstPathKey, packet.ToByteString()).Body();
    }

    private static OnionHop Hop(BlindedHop hop, bool hasData, TlvStream beside)
    {
        var payload = new OnionMessagePayload { EncryptedRecipientData = hasData ? hop.EncryptedData : null, Contents = beside };
        return new OnionHop(hop.BlindedNodeId, ByteString.Own(payload.ToArray()));
    }
}
