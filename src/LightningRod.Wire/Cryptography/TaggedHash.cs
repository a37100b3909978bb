using System.Security.Cryptography;

namespace LightningRod.Wire.Cryptography;

/// <summary>The tagged hash of BIP 340: SHA256(SHA256(tag) || SHA256(tag) || message). Make one per tag and keep it.</summary>
public sealed class TaggedHash
{
    private const int OnStack = 512;

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
        var length = _prefix.Length + first.Length + second.Length + third.Length;
        if (length <= OnStack)
        {
            // Nearly all messages are short, and hashing them in one piece makes no object.
            Span<byte> whole = stackalloc byte[OnStack];
            _prefix.CopyTo(whole);
            first.CopyTo(whole[_prefix.Length..]);
            second.CopyTo(whole[(_prefix.Length + first.Length)..]);
            third.CopyTo(whole[(_prefix.Length + first.Length + second.Length)..]);
            SHA256.HashData(whole[..length], destination);
            CryptographicOperations.ZeroMemory(whole[..length]);
            return;
        }

        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(_prefix);
        sha.AppendData(first);
        sha.AppendData(second);
        sha.AppendData(third);
        sha.GetHashAndReset(destination);
    }
}
