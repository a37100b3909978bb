using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Onion;

/// <summary>What <see cref="PaymentOnion.Peel"/> found for one node; dispose it after use, for its secret.</summary>
/// <param name="Payload">The node's payload.</param>
/// <param name="NextPacket">The packet for the next node; empty at the last.</param>
/// <param name="Blinded">What the maker of a blinded path tells this node, when the node is on one.</param>
/// <param name="NextPathKey">The path key for the next node, when the node is on a blinded path.</param>
/// <param name="Secret">One secret, shared with the onion's maker, for <see cref="FailurePacket"/>.</param>
public sealed record PeeledPayment(PaymentPayload Payload, ByteString NextPacket, EncryptedData? Blinded, PublicKey? NextPathKey, SharedSecrets Secret)
    : IDisposable
{
    /// <summary>Whether this node is the last of the onion.</summary>
    public bool IsFinal => NextPacket.IsEmpty;

    /// <inheritdoc/>
    public void Dispose() => Secret.Dispose();
}
