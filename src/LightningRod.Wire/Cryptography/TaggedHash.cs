using System.Security.Cryptography;

namespace LightningRod.Wire.Cryptography;

/// <summary>The tagged hash of BIP 340: SHA256(SHA256(tag) || SHA256(tag) || message). Make one per tag and keep it.</summary>
public sealed class TaggedHash
{
    private readonly byte[] _prefix = new byte[64];

    /// <summary>Prepares a tag given as text.</summary>
    /// <param name="tag">The tag, hashed as UTF-8.</param>
    public TaggedHash(string tag)
        : this(System.Text.Encoding.UTF8.GetBytes(tag))
    {
    }

    /// <summary>Prepares a tag given as bytes.</summary>
    /// <param name="tag">The tag.</param>
    public TaggedHash(ReadOnlySpan<byte> tag)
    {
        SHA256.HashData(tag, _prefix);
        _prefix.AsSpan(0, 32).CopyTo(_prefix.AsSpan(32));
    }

    /// <summary>Hashes the parts of a message, one after the other.</summary>
    /// <param name="destination">32 bytes are written.</param>
    /// <param name="first">First part.</param>
    /// <param name="second">Second part.</param>
    /// <param name="third">Third part.</param>
    public void Hash(Span<byte> destination, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second = default, ReadOnlySpan<byte> third = default)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(_prefix);
        sha.AppendData(first);
        sha.AppendData(second);
        sha.AppendData(third);
        sha.GetHashAndReset(destination);
    }
}
