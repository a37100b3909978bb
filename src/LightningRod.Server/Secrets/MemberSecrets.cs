using System.Buffers;
using System.Security.Cryptography;
using LightningRod.Engine.Shards;
using LightningRod.Server.Options;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;

namespace LightningRod.Server.Secrets;

/// <summary>What a member keeps to itself: its node key, and the install secret of its journal.</summary>
internal sealed class MemberSecrets : IDisposable
{
    private const int InstallSecretBytes = 32;

    private readonly byte[] _installSecret;

    private MemberSecrets(PrivateKey nodeKey, byte[] installSecret) => (NodeKey, _installSecret) = (nodeKey, installSecret);

    /// <summary>The relay's key; it signs webhooks too.</summary>
    internal PrivateKey NodeKey { get; }

    /// <summary>The relay's node id.</summary>
    internal NodeId NodeId => new(NodeKey.PublicKey);

    /// <summary>Decides the shards of clients; keys for what is encrypted at rest are derived from it.</summary>
    internal ReadOnlyMemory<byte> InstallSecret => _installSecret;

    /// <summary>Reads the files, and makes those that are missing.</summary>
    /// <exception cref="SecretFileException">One cannot be used.</exception>
    internal static MemberSecrets Open(MemberOptions options)
    {
        var key = KeyOf(SecretFile.ReadOrMake(options.NodeKeyPath, NewKey), options.NodeKeyPath);
        try
        {
            return new(key, SecretOf(SecretFile.ReadOrMake(options.InstallSecretPath, NewSecret), options.InstallSecretPath));
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>The node key of a file's text.</summary>
    internal static PrivateKey KeyOf(string text, string path)
    {
        Span<byte> secret = stackalloc byte[PrivateKey.Size];
        try
        {
            var digits = text.AsSpan().Trim();
            return digits.Length == 2 * secret.Length && Convert.FromHexString(digits, secret, out _, out _) == OperationStatus.Done
                && PrivateKey.TryCreate(secret, out var key)
                ? key
                : throw new SecretFileException(
                    path, "is no key file: it must have 64 hexadecimal digits of a secret key, as rod keygen --out writes them.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>The install secret of a file's text.</summary>
    internal static byte[] SecretOf(string text, string path)
    {
        var digits = text.AsSpan().Trim();
        var secret = new byte[digits.Length / 2];
        return digits.Length is >= 2 * ShardMap.MinSecretLength and <= 1024 && digits.Length % 2 == 0
            && Convert.FromHexString(digits, secret, out _, out _) == OperationStatus.Done
            ? secret
            : throw new SecretFileException(path, $"is no install secret: it must have at least {2 * ShardMap.MinSecretLength} hexadecimal digits.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NodeKey.Dispose();
        CryptographicOperations.ZeroMemory(_installSecret);
    }

    private static string NewKey()
    {
        using var key = PrivateKey.Generate();
        Span<byte> secret = stackalloc byte[PrivateKey.Size];
        key.Export(secret);
        var text = Convert.ToHexStringLower(secret) + "\n";
        CryptographicOperations.ZeroMemory(secret);
        return text;
    }

    private static string NewSecret() => RandomNumberGenerator.GetHexString(2 * InstallSecretBytes, lowercase: true) + "\n";
}
