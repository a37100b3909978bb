using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Rod;

/// <summary>A message that counts for the client that signed it, whichever way it comes.</summary>
/// <remarks>
/// A session does not tell who asks: its wallet may forward onion messages of strangers. So the readers refuse what is not signed; an unsigned
/// message is only what <c>SignedBy</c> starts from.
/// </remarks>
public abstract record SignedRodMessage : RodMessage
{
    private protected SignedRodMessage()
    {
    }

    /// <summary>The client and its signature; null before it was signed, never after it was read.</summary>
    public ClientSignature? Client { get; init; }

    /// <summary>Whether the message carries a valid signature for a relay.</summary>
    /// <param name="relay">The relay's node id: one's own.</param>
    public bool VerifySignature(NodeId relay) => Client is { } client && client.Verify(SignedText(relay, client.ClientNodeId));

    private protected abstract string Name { get; }

    private protected abstract ulong ClientNodeIdType { get; }

    private protected abstract ulong SignatureType { get; }

    private protected abstract TlvWriter WriteUnsigned(TlvWriter writer);

    private protected ClientSignature Sign(PrivateKey client, NodeId relay)
    {
        var id = new NodeId(client.PublicKey);
        return new ClientSignature(id, MessageSignature.Sign(client, SignedText(relay, id)));
    }

    private protected sealed override TlvWriter Write(TlvWriter writer)
    {
        WriteUnsigned(writer).AddNodeId(ClientNodeIdType, Client?.ClientNodeId);
        return Client is { } client ? writer.Add(SignatureType, client.Signature.ToArray()) : writer;
    }

    private protected static MessageSignature? ReadSignature(ref WireReader value)
    {
        var offset = value.Offset;
        if (MessageSignature.Parse(value.ReadRestSpan()).TryGet(out var signature, out var error)) return signature;
        value.Fail(error.Within(offset));
        return null;
    }

    private protected static ClientSignature? Pair(ref TlvReader tlvs, NodeId? client, MessageSignature? signature)
    {
        tlvs.Require(client is not null, "client_node_id");
        tlvs.Require(signature is not null, "signature");
        return client is { } id && signature is not null ? new ClientSignature(id, signature) : null;
    }

    private string SignedText(NodeId relay, NodeId client) =>
        ClientSignature.Text(Name, relay, WriteUnsigned(new TlvWriter()).AddNodeId(ClientNodeIdType, client).AddRange(Unknown).ToStream());
}
