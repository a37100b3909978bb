using System.Security.Cryptography;
using static LightningRod.Wire.Cryptography.Secp256k1Native;

namespace LightningRod.Wire.Cryptography;

/// <summary>A scalar of secp256k1, neither zero nor above the curve's order; 32 bytes that leave memory zeroed when it is disposed.</summary>
public sealed unsafe class PrivateKey : IDisposable
{
    /// <summary>Length, bytes.</summary>
    public const int Size = 32;

    // Pinned, so that the collector leaves no copies behind that Dispose could not reach.
    private readonly byte[] _secret = GC.AllocateUninitializedArray<byte>(Size, pinned: true);
    private readonly Lazy<PublicKey> _publicKey;
    private bool _disposed;

    private PrivateKey(ReadOnlySpan<byte> secret)
    {
        secret.CopyTo(_secret);
        _publicKey = new(Derive);
    }

    /// <summary>The point that belongs to the scalar.</summary>
    public PublicKey PublicKey => _publicKey.Value;

    /// <summary>A fresh key from the system's secure random source.</summary>
    public static PrivateKey Generate()
    {
        Span<byte> secret = stackalloc byte[Size];
        PrivateKey? key;
        do
        {
            RandomNumberGenerator.Fill(secret);
        }
        while (!TryCreate(secret, out key));

        CryptographicOperations.ZeroMemory(secret);
        return key;
    }

    /// <summary>Takes a scalar.</summary>
    /// <param name="secret">32 bytes, big-endian; copied.</param>
    /// <param name="key">The key when true is returned.</param>
    /// <returns>False for another length, zero, and values not below the curve's order.</returns>
    public static bool TryCreate(ReadOnlySpan<byte> secret, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PrivateKey? key)
    {
        key = null;
        if (secret.Length != Size) return false;
        fixed (byte* s = secret)
        {
            if (secp256k1_ec_seckey_verify(Context, s) == 0) return false;
        }

        key = new PrivateKey(secret);
        return true;
    }

    /// <summary>Reads 64 hexadecimal digits.</summary>
    /// <param name="hex">The text.</param>
    /// <exception cref="FormatException">It is no private key; for constants and settings, not for strangers' input.</exception>
    public static PrivateKey FromHex(string hex) =>
        TryCreate(Convert.FromHexString(hex), out var key) ? key : throw new FormatException("A private key is 64 hexadecimal digits of a scalar.");

    /// <summary>ECDH as BOLT 4 and BOLT 8 use it: SHA-256 of the compressed shared point.</summary>
    /// <param name="other">The other side's point.</param>
    /// <param name="sharedSecret">32 bytes are written; zero them after use.</param>
    public void Ecdh(PublicKey other, Span<byte> sharedSecret)
    {
        var point = other.Checked();
        fixed (byte* output = sharedSecret[..32], secret = Secret) _ = secp256k1_ecdh(Context, output, (byte*)&point, secret, 0, 0);
    }

    /// <summary>The key times a scalar.</summary>
    /// <param name="scalar">32 bytes, big-endian.</param>
    /// <returns>The product, or null when the scalar is zero or not below the curve's order.</returns>
    public PrivateKey? Multiply(ReadOnlySpan<byte> scalar) => Tweak(scalar, &secp256k1_ec_seckey_tweak_mul);

    /// <summary>The key plus a scalar.</summary>
    /// <param name="scalar">32 bytes, big-endian.</param>
    /// <returns>The sum, or null when it is zero or the scalar is not below the curve's order.</returns>
    public PrivateKey? Add(ReadOnlySpan<byte> scalar) => Tweak(scalar, &secp256k1_ec_seckey_tweak_add);

    /// <summary>The key with the other sign.</summary>
    public PrivateKey Negate()
    {
        Span<byte> secret = stackalloc byte[Size];
        Secret.CopyTo(secret);
        fixed (byte* s = secret) _ = secp256k1_ec_seckey_negate(Context, s);
        var negated = new PrivateKey(secret);
        CryptographicOperations.ZeroMemory(secret);
        return negated;
    }

    /// <summary>Copies the secret out, for storage; zero the copy after use.</summary>
    /// <param name="destination">At least 32 bytes.</param>
    public void Export(Span<byte> destination) => Secret.CopyTo(destination);

    /// <summary>Zeroes the secret. Later use throws <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_secret);
    }

    /// <summary>The type's name alone: the scalar belongs in no log.</summary>
    public override string ToString() => nameof(PrivateKey);

    internal ReadOnlySpan<byte> Secret
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _secret;
        }
    }

    private PublicKey Derive()
    {
        PublicKey.Opaque point;
        fixed (byte* secret = Secret) _ = secp256k1_ec_pubkey_create(Context, (byte*)&point, secret);
        return PublicKey.FromOpaque(point);
    }

    private PrivateKey? Tweak(ReadOnlySpan<byte> scalar, delegate*<nint, byte*, byte*, int> operation)
    {
        if (scalar.Length != Size) throw new ArgumentException("A scalar has 32 bytes.", nameof(scalar));
        Span<byte> secret = stackalloc byte[Size];
        Secret.CopyTo(secret);
        fixed (byte* s = secret, t = scalar)
        {
            var tweaked = operation(Context, s, t) != 0 ? new PrivateKey(secret) : null;
            CryptographicOperations.ZeroMemory(secret);
            return tweaked;
        }
    }
}
