using LightningRod.Wire.Cryptography;

namespace LightningRod.Cli.Decode;

/// <summary>What the user gave beside the input.</summary>
/// <param name="Key">The node's key, which opens what is encrypted for that node; null for none.</param>
/// <param name="ShowSecrets">Whether payment ids, nonces, preimages and payment secrets of onions are shown.</param>
internal sealed record DecodeContext(PrivateKey? Key = null, bool ShowSecrets = false);
