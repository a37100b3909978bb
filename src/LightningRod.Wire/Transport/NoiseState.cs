using System.Buffers.Binary;
using System.Security.Cryptography;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Transport;

/// <summary>What both sides keep through a handshake: the hash of all that was said, the chaining key and the present act's key (BOLT 8).</summary>
internal sealed class NoiseState : IDisposable
{
    internal const int TagSize = 16;

    private const int KeySize = 32;

    private readonly byte[] _hash = new byte[SHA256.HashSizeInBytes];

    // Chaining key and temporary key. Pinned, so that the collector leaves no copies behind that Dispose could not reach.
    private readonly byte[] _secrets = GC.AllocateArray<byte>(2 * KeySize, pinned: true);

    internal NoiseState(PublicKey responder)
    {
        SHA256.HashData("Noise_XK_secp256k1_ChaChaPoly_SHA256"u8, _hash);
        _hash.CopyTo(ChainingKey);
        MixHash("lightning"u8);
        MixHash(responder);
    }

    private Span<byte> ChainingKey => _secrets.AsSpan(0, KeySize);

    private Span<byte> TemporaryKey => _secrets.AsSpan(KeySize);

    /// <summary>HKDF with 64 bytes out and no info: the next chaining key and the next key, in place of the chaining key and key before.</summary>
    internal static void Derive(ReadOnlySpan<byte> chainingKey, ReadOnlySpan<byte> input, Span<byte> output64)
    {
        // HKDF.DeriveKey would do, but OpenSSL's refuses the empty input of the handshake's last step. Extract is this HMAC (RFC 5869).
        Span<byte> pseudorandomKey = stackalloc byte[KeySize];
        HMACSHA256.HashData(chainingKey, input, pseudorandomKey);
        HKDF.Expand(HashAlgorithmName.SHA256, pseudorandomKey, output64, []);
        CryptographicOperations.ZeroMemory(pseudorandomKey);
    }

    internal static void WriteNonce(Span<byte> nonce12, ulong counter)
    {
        nonce12[..4].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(nonce12[4..], counter);
    }

    internal void MixHash(PublicKey key)
    {
        Span<byte> bytes = stackalloc byte[PublicKey.Size];
        key.Serialize(bytes);
        MixHash(bytes);
    }

    internal void MixKey(PrivateKey local, PublicKey remote)
    {
        Span<byte> shared = stackalloc byte[KeySize], output = stackalloc byte[2 * KeySize];
        local.Ecdh(remote, shared);
        Derive(ChainingKey, shared, output);
        output.CopyTo(_secrets);
        CryptographicOperations.ZeroMemory(shared);
        CryptographicOperations.ZeroMemory(output);
    }

    /// <summary>encryptWithAD under the hash so far; ciphertext and tag go into the hash.</summary>
    internal void Encrypt(ulong counter, ReadOnlySpan<byte> plaintext, Span<byte> destination)
    {
        Span<byte> nonce = stackalloc byte[12];
        WriteNonce(nonce, counter);
        using (var aead = new ChaCha20Poly1305(TemporaryKey))
            aead.Encrypt(nonce, plaintext, destination[..plaintext.Length], destination[plaintext.Length..], _hash);
        MixHash(destination);
    }

    /// <summary>decryptWithAD under the hash so far; ciphertext and tag go into the hash.</summary>
    internal bool TryDecrypt(ulong counter, ReadOnlySpan<byte> ciphertext, Span<byte> plaintext)
    {
        Span<byte> nonce = stackalloc byte[12];
        WriteNonce(nonce, counter);
        try
        {
            using var aead = new ChaCha20Poly1305(TemporaryKey);
            aead.Decrypt(nonce, ciphertext[..^TagSize], ciphertext[^TagSize..], plaintext, _hash);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        MixHash(ciphertext);
        return true;
    }

    /// <summary>An act of a version, an ephemeral key in the clear and a tag: one and two are both so.</summary>
    internal byte[] WriteKeyAct(PrivateKey ephemeral, PublicKey remote)
    {
        var act = new byte[NoiseAct.OneSize];
        act[0] = NoiseAct.Version;
        ephemeral.PublicKey.Serialize(act.AsSpan(1));
        MixHash(ephemeral.PublicKey);
        MixKey(ephemeral, remote);
        Encrypt(0, [], act.AsSpan(^TagSize..));
        return act;
    }

    /// <summary>The other side of <see cref="WriteKeyAct"/>.</summary>
    internal Result<PublicKey> ReadKeyAct(ReadOnlySpan<byte> act, PrivateKey local)
    {
        var reader = new WireReader(act);
        ReadVersion(ref reader);
        var remote = reader.ReadPublicKey();
        var tagOffset = reader.Offset;
        var tag = reader.ReadSpan(TagSize);
        reader.End();
        if (reader.Failed) return reader.Error;
        MixHash(remote);
        MixKey(local, remote);
        return TryDecrypt(0, tag, [])
            ? remote
            : new WireError(WireRule.BadCiphertext, tagOffset, "the act's tag is not valid: another static key, or changed bytes");
    }

    internal static void ReadVersion(ref WireReader reader)
    {
        var offset = reader.Offset;
        var version = reader.ReadByte();
        if (version != NoiseAct.Version) reader.Fail(new(WireRule.UnknownVersion, offset, $"handshake version {version}"));
    }

    /// <summary>The end of the handshake: its first key is the initiator's to send with, its second the responder's.</summary>
    internal NoiseSession Split(bool isInitiator, PublicKey remote)
    {
        Span<byte> keys = stackalloc byte[2 * KeySize];
        Derive(ChainingKey, [], keys);
        var first = new NoiseCipher(ChainingKey, keys[..KeySize]);
        var second = new NoiseCipher(ChainingKey, keys[KeySize..]);
        CryptographicOperations.ZeroMemory(keys);
        return isInitiator ? new(remote, first, second) : new(remote, second, first);
    }

    /// <summary>Zeroes the secrets.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_secrets);

    private void MixHash(ReadOnlySpan<byte> bytes)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(_hash);
        sha.AppendData(bytes);
        sha.GetHashAndReset(_hash);
    }
}
