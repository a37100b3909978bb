using System.Security.Cryptography;

namespace LightningRod.Wire.Onion;

/// <summary>The keys that both ends derive from a shared secret: HMAC-SHA256 with the key's name as key (BOLT 4, "Key Generation").</summary>
internal static class OnionKey
{
    internal const int Size = 32;

    internal static ReadOnlySpan<byte> Rho => "rho"u8;

    internal static ReadOnlySpan<byte> Mu => "mu"u8;

    internal static ReadOnlySpan<byte> Um => "um"u8;

    internal static ReadOnlySpan<byte> Ammag => "ammag"u8;

    internal static ReadOnlySpan<byte> Pad => "pad"u8;

    internal static ReadOnlySpan<byte> BlindedNodeId => "blinded_node_id"u8;

    internal static void Derive(ReadOnlySpan<byte> name, ReadOnlySpan<byte> secret, Span<byte> key) => HMACSHA256.HashData(name, secret, key);

    /// <summary>The factor that leads from one hop's ephemeral key to the next one's: SHA256(key || shared secret).</summary>
    internal static void BlindingFactor(Cryptography.PublicKey ephemeral, ReadOnlySpan<byte> sharedSecret, Span<byte> factor)
    {
        Span<byte> input = stackalloc byte[Cryptography.PublicKey.Size + Size];
        ephemeral.Serialize(input);
        sharedSecret.CopyTo(input[Cryptography.PublicKey.Size..]);
        SHA256.HashData(input, factor);
        CryptographicOperations.ZeroMemory(input);
    }
}
