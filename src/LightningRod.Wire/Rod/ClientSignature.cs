using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Rod;

/// <summary>Who asks: a client's node id and its signature over the rest of the message (docs/protocol.md, "Signatures").</summary>
/// <param name="ClientNodeId">The client.</param>
/// <param name="Signature">What its <c>signmessage</c> made over <see cref="Text"/>.</param>
public sealed record ClientSignature(NodeId ClientNodeId, MessageSignature Signature)
{
    /// <summary>What is signed: <c>lightningrod:NAME:</c> and hex(SHA256(relay node id || all other records)).</summary>
    /// <param name="name">The message's name, for example <c>hold_request</c>.</param>
    /// <param name="relay">The relay that is asked; a message for another one is worth nothing here.</param>
    /// <param name="records">The message's records but the signature, with the client's node id.</param>
    public static string Text(string name, NodeId relay, TlvStream records) =>
        $"lightningrod:{name}:{Bytes32.Sha256([.. relay.Span, .. records.ToArray()])}";

    /// <summary>Whether the client signed the text.</summary>
    /// <param name="text">The text.</param>
    public bool Verify(string text) => ClientNodeId.ToPublicKey(out var key) && Signature.Verify(text, key);
}
