using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;

namespace LightningRod.Peers.Tests;

/// <summary>Keys and hashes that are the same in every run, so that a run that failed can be repeated.</summary>
internal static class SeededValues
{
    internal static PrivateKey NextKey(this Random random)
    {
        var secret = new byte[PrivateKey.Size];
        PrivateKey? key;
        do random.NextBytes(secret);
        while (!PrivateKey.TryCreate(secret, out key));
        return key;
    }

    internal static PublicKey NextPublicKey(this Random random)
    {
        using var key = random.NextKey();
        return key.PublicKey;
    }

    internal static Bytes32 NextBytes32(this Random random)
    {
        var bytes = new byte[Bytes32.Size];
        random.NextBytes(bytes);
        return new Bytes32(bytes);
    }
}
