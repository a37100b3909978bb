using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Onion;

/// <summary>One hop of a <see cref="BlindedPath"/>.</summary>
/// <param name="BlindedNodeId">The key to which the hop's onion layer is made.</param>
/// <param name="EncryptedData"><c>encrypted_recipient_data</c>: the hop's <c>encrypted_data_tlv</c>, encrypted for it, with a 16-byte tag.</param>
public readonly record struct BlindedHop(PublicKey BlindedNodeId, ByteString EncryptedData);
