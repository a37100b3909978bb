using System.Security.Cryptography;
using LightningRod.Wire.Cryptography;

namespace LightningRod.Wire.Onion;

/// <summary>The secrets that a packet's maker shares with each hop, 32 bytes each, zeroed when they are disposed.</summary>
public sealed class SharedSecrets : IDisposable
{
    private readonly byte[] _secrets;

    private SharedSecrets(int count) => _secrets = GC.AllocateUninitializedArray<byte>(count * OnionKey.Size, pinned: true);

    /// <summary>How many hops.</summary>
    public int Count => _secrets.Length / OnionKey.Size;

    /// <summary>The secret shared with a hop, 32 bytes.</summary>
    /// <param name="hop">The hop's index, the first is 0.</param>
    public ReadOnlySpan<byte> this[int hop] => _secrets.AsSpan(hop * OnionKey.Size, OnionKey.Size);

    /// <summary>Takes known secrets, for example of a path that was used before.</summary>
    /// <param name="secrets">32 bytes each; copied.</param>
    /// <exception cref="ArgumentException">One has another length.</exception>
    public static SharedSecrets Of(params IReadOnlyList<byte[]> secrets)
    {
        var copy = new SharedSecrets(secrets.Count);
        for (var i = 0; i < secrets.Count; i++)
        {
            if (secrets[i].Length != OnionKey.Size) throw new ArgumentException("A shared secret has 32 bytes.", nameof(secrets));
            secrets[i].CopyTo(copy._secrets, i * OnionKey.Size);
        }

        return copy;
    }

    /// <summary>Takes one known secret.</summary>
    /// <param name="secret">32 bytes; copied.</param>
    internal static SharedSecrets OfOne(ReadOnlySpan<byte> secret)
    {
        var copy = new SharedSecrets(1);
        secret.CopyTo(copy._secrets);
        return copy;
    }

    /// <summary>Derives the secrets of a packet (BOLT 4, "Packet Construction").</summary>
    /// <param name="sessionKey">The packet's session key.</param>
    /// <param name="hops">Its hops.</param>
    internal static SharedSecrets Of(PrivateKey sessionKey, IReadOnlyList<OnionHop> hops)
    {
        var secrets = new SharedSecrets(hops.Count);
        Span<byte> ephemeral = stackalloc byte[PrivateKey.Size], factor = stackalloc byte[PrivateKey.Size];
        sessionKey.Export(ephemeral);
        for (var i = 0; i < hops.Count; i++)
        {
            var secret = secrets._secrets.AsSpan(i * OnionKey.Size, OnionKey.Size);
            Scalar.Ecdh(ephemeral, hops[i].Key, secret);
            if (i == hops.Count - 1) break;
            OnionKey.BlindingFactor(Scalar.PublicKey(ephemeral), secret, factor);
            Scalar.Multiply(ephemeral, factor);
        }

        CryptographicOperations.ZeroMemory(ephemeral);
        return secrets;
    }

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(_secrets);
}
