using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Onion;

/// <summary>A node of a blinded path that is to be made, and what it will be told.</summary>
/// <param name="NodeId">The node's real key.</param>
/// <param name="Data">Its <c>encrypted_data_tlv</c> in the clear.</param>
public readonly record struct BlindedPathStep(PublicKey NodeId, ByteString Data)
{
    /// <summary>A step from typed data.</summary>
    /// <param name="nodeId">The node's real key.</param>
    /// <param name="data">What it will be told.</param>
    public BlindedPathStep(PublicKey nodeId, EncryptedData data)
        : this(nodeId, ByteString.Own(data.ToArray()))
    {
    }
}
