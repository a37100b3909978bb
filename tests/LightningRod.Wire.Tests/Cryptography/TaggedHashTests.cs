using System.Security.Cryptography;
using LightningRod.Wire.Cryptography;

namespace LightningRod.Wire.Tests.Cryptography;

public sealed class TaggedHashTests
{
    [Theory]
    [InlineData("BIP0340/challenge")]
    [InlineData("")]
    [InlineData("żółć")]
    public void Hash_AnyTag_FollowsTheDefinition(string tag)
    {
        var tagBytes = System.Text.Encoding.UTF8.GetBytes(tag);
        var tagHash = SHA256.HashData(tagBytes);
        var expected = SHA256.HashData([.. tagHash, .. tagHash, 1, 2, 3]);
        Assert.Equal(expected, Hash(new(tag), [1, 2, 3], [], []));
        Assert.Equal(expected, Hash(new(tagBytes), [1], [2], [3]));
    }

    [Fact]
    public void Hash_Twice_KeepsNoState()
    {
        var hash = new TaggedHash("LnLeaf");
        Assert.Equal(Hash(hash, [1], [], []), Hash(hash, [1], [], []));
        Assert.NotEqual(Hash(hash, [1], [], []), Hash(hash, [2], [], []));
    }

    [Fact]
    public void Hash_IntoItsOwnInput_Works()
    {
        var hash = new TaggedHash("LnBranch");
        var buffer = new byte[32];
        var expected = Hash(hash, buffer, [], []);
        hash.Hash(buffer, buffer);
        Assert.Equal(expected, buffer);
    }

    [Fact]
    public void Hash_DestinationTooShort_Throws() => Assert.Throws<ArgumentException>(() => new TaggedHash("").Hash(new byte[31], []));

    // s*G = R + e*P with e = H_challenge(R.x || P.x || m): what BIP 340 says a valid signature is, without its own verifier.
    [Fact]
    public void Hash_Bip340Challenge_FulfilsTheSignatureEquation()
    {
        var challenge = new TaggedHash("BIP0340/challenge");
        foreach (var row in Bip340Tests.Rows().Select(row => row.Data).Where(row => row.Item7))
        {
            byte[] x = Convert.FromHexString(row.Item3), message = Convert.FromHexString(row.Item5), signature = Convert.FromHexString(row.Item6);
            var e = Hash(challenge, signature[..32], x, message);
            Assert.True(PublicKey.TryParse([2, .. x], out var p) && p.TryMultiply(e, out p));
            Assert.True(PublicKey.TryParse([2, .. signature[..32]], out var r));
            Assert.True(PublicKey.TryAdd(r, p, out var right));
            Assert.True(PrivateKey.TryCreate(signature.AsSpan(32), out var s));
            Assert.Equal(s.PublicKey, right);
        }
    }

    private static byte[] Hash(TaggedHash hash, byte[] first, byte[] second, byte[] third)
    {
        var destination = new byte[32];
        hash.Hash(destination, first, second, third);
        return destination;
    }
}
