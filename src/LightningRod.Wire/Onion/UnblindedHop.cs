using LightningRod.Wire.Cryptography;

namespace LightningRod.Wire.Onion;

/// <summary>A hop's part of a blinded path, opened.</summary>
/// <param name="Data">What the path's maker tells this node.</param>
/// <param name="NextPathKey">The path key for the next node: the override if there is one.</param>
/// <param name="BlindedKey">The key that opens this node's layer of the onion; dispose it after use.</param>
public sealed record UnblindedHop(EncryptedData Data, PublicKey NextPathKey, PrivateKey BlindedKey);
