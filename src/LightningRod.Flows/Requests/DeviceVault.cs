using System.Security.Cryptography;
using System.Text;
using LightningRod.Actors.Mailbox;
using LightningRod.Ports.WakeUps;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Requests;

/// <summary>Keeps the tokens and URLs of devices encrypted at rest: AES-256-GCM under a key that follows from the install secret.</summary>
/// <remarks>
/// Thread-safe and pure but for the nonces. A sealed token is <c>version (1) | nonce (12) | ciphertext | tag (16)</c>; client and provider are
/// authenticated with it, so that it opens for no other client and no other provider. Another install secret opens nothing.
/// </remarks>
public sealed class DeviceVault
{
    /// <summary>Shortest install secret, bytes.</summary>
    public const int MinSecretLength = 16;

    /// <summary>How much longer a sealed token is than its text in UTF-8, bytes.</summary>
    public const int Overhead = 1 + NonceSize + TagSize;

    private const byte Version = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int KeySize = 32;

    private readonly byte[] _sealKey;
    private readonly byte[] _nameKey;

    /// <summary>A vault under an install secret, of which nothing is kept but what follows from it.</summary>
    /// <param name="installSecret">At least 16 random bytes, made once per installation.</param>
    /// <exception cref="ArgumentException">The secret is shorter.</exception>
    public DeviceVault(ReadOnlySpan<byte> installSecret)
    {
        if (installSecret.Length < MinSecretLength)
            throw new ArgumentException($"An install secret has at least {MinSecretLength} bytes.", nameof(installSecret));
        _sealKey = new byte[KeySize];
        _nameKey = new byte[KeySize];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, installSecret, _sealKey, [], "lightning rod device tokens"u8);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, installSecret, _nameKey, [], "lightning rod device names"u8);
    }

    /// <summary>The name of a device: a keyed hash of provider and token, since the encryption of one token differs each time.</summary>
    /// <param name="provider">The provider's kind.</param>
    /// <param name="token">Token or URL.</param>
    public Bytes32 KeyOf(string provider, string token)
    {
        var text = new byte[Encoding.UTF8.GetByteCount(provider) + 1 + Encoding.UTF8.GetByteCount(token)];
        // No kind of provider has a zero in it.
        var length = Encoding.UTF8.GetBytes(provider, text);
        Encoding.UTF8.GetBytes(token, text.AsSpan(length + 1));
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_nameKey, text, hash);
        return new(hash);
    }

    /// <summary>Encrypts a token.</summary>
    /// <param name="client">Whose device it is.</param>
    /// <param name="token">The token.</param>
    public Device Seal(NodeId client, DeviceToken token)
    {
        var text = Encoding.UTF8.GetBytes(token.Value);
        var bytes = new byte[Overhead + text.Length];
        bytes[0] = Version;
        var nonce = bytes.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_sealKey, TagSize);
        aes.Encrypt(nonce, text, bytes.AsSpan(1 + NonceSize, text.Length), bytes.AsSpan(^TagSize..), Bound(client, token.Provider));
        CryptographicOperations.ZeroMemory(text);
        return new(KeyOf(token.Provider, token.Value), token.Provider, ByteString.Own(bytes));
    }

    /// <summary>Decrypts a token.</summary>
    /// <param name="client">Whose device it is.</param>
    /// <param name="device">The device.</param>
    /// <returns>Null when it was changed, belongs to another client or provider, or was sealed under another secret.</returns>
    public DeviceToken? Open(NodeId client, Device device)
    {
        var bytes = device.Token.Span;
        if (bytes.Length < Overhead || bytes[0] != Version) return null;
        var text = new byte[bytes.Length - Overhead];
        try
        {
            using var aes = new AesGcm(_sealKey, TagSize);
            aes.Decrypt(bytes.Slice(1, NonceSize), bytes.Slice(1 + NonceSize, text.Length), bytes[^TagSize..], text, Bound(client, device.Provider));
            return new(device.Provider, Encoding.UTF8.GetString(text));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private static byte[] Bound(NodeId client, string provider) => [.. client.Span, .. Encoding.UTF8.GetBytes(provider)];
}
