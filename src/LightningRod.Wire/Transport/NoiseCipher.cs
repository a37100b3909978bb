using System.Security.Cryptography;

namespace LightningRod.Wire.Transport;

/// <summary>One direction of a session: a key, its nonce, and the chaining key by which it is replaced after 1000 uses (BOLT 8).</summary>
internal sealed class NoiseCipher : IDisposable
{
    private const int UsesOfKey = 1000;
    private const int KeySize = 32;

    // Chaining key and key. Pinned, so that the collector leaves no copies behind that Dispose could not reach.
    private readonly byte[] _secrets = GC.AllocateUninitializedArray<byte>(2 * KeySize, pinned: true);
    private ChaCha20Poly1305 _aead;
    private ulong _nonce;

    internal NoiseCipher(ReadOnlySpan<byte> chainingKey, ReadOnlySpan<byte> key)
    {
        chainingKey.CopyTo(_secrets);
        key.CopyTo(_secrets.AsSpan(KeySize));
        _aead = new(key);
    }

    internal void Encrypt(ReadOnlySpan<byte> plaintext, Span<byte> ciphertext, Span<byte> tag)
    {
        Span<byte> nonce = stackalloc byte[12];
        NoiseState.WriteNonce(nonce, _nonce);
        _aead.Encrypt(nonce, plaintext, ciphertext, tag);
        Count();
    }

    /// <summary>Ciphertext and plaintext may be the same memory.</summary>
    internal bool TryDecrypt(ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, Span<byte> plaintext)
    {
        Span<byte> nonce = stackalloc byte[12];
        NoiseState.WriteNonce(nonce, _nonce);
        try
        {
            _aead.Decrypt(nonce, ciphertext, tag, plaintext);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        Count();
        return true;
    }

    /// <summary>Zeroes the keys.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_secrets);
        _aead.Dispose();
    }

    private void Count()
    {
        if (++_nonce < UsesOfKey) return;
        Span<byte> next = stackalloc byte[2 * KeySize];
        NoiseState.Derive(_secrets.AsSpan(0, KeySize), _secrets.AsSpan(KeySize), next);
        _aead.Dispose();
        _aead = new(next[KeySize..]);
        next.CopyTo(_secrets);
        CryptographicOperations.ZeroMemory(next);
        _nonce = 0;
    }
}
