using System.Security.Cryptography;
using LightningRod.Engine.Abstractions;

namespace LightningRod.Engine.Shards;

/// <summary>Tells the shard of a client: the first byte of HMAC-SHA256(install secret, client).</summary>
/// <remarks>
/// Pure and thread-safe. Clients choose their names, so a bare hash would let them choose their shard as well, and crowd one. Another secret is
/// another shard for nearly every client: it is kept as long as the journal.
/// </remarks>
public sealed class ShardMap
{
    /// <summary>Shortest install secret, bytes.</summary>
    public const int MinSecretLength = 16;

    private readonly byte[] _secret;

    /// <summary>A map under an install secret, of which it keeps a copy.</summary>
    /// <param name="installSecret">At least 16 random bytes, made once per installation.</param>
    /// <exception cref="ArgumentException">The secret is shorter.</exception>
    public ShardMap(ReadOnlySpan<byte> installSecret)
    {
        if (installSecret.Length < MinSecretLength)
            throw new ArgumentException($"The install secret has {installSecret.Length} bytes; it needs at least {MinSecretLength}.", nameof(installSecret));
        _secret = installSecret.ToArray();
    }

    /// <summary>The shard of a client and of all its actors, 0 to 255.</summary>
    /// <param name="client">The client.</param>
    public byte ShardOf(OpaqueKey client)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_secret, client.Span, hash);
        return hash[0];
    }
}
