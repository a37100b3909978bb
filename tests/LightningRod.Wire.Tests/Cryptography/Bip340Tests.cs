using LightningRod.Testing;
using LightningRod.Wire.Cryptography;

namespace LightningRod.Wire.Tests.Cryptography;

public sealed class Bip340Tests
{
    public static IEnumerable<TheoryDataRow<string, string, string, string, string, string, bool>> Rows() =>
        from line in Vectors.Text("bip340/test-vectors.csv").ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
        let row = line.Split(',', 8)
        select new TheoryDataRow<string, string, string, string, string, string, bool>(
            row[0], row[1], row[2], row[3], row[4], row[5], row[6] == "TRUE");

    [Theory, MemberData(nameof(Rows))]
    public void SignAndVerify_VectorRow_GivesItsSignatureAndResult(
        string index, string secret, string key, string auxiliary, string message, string signature, bool valid)
    {
        var verified = XOnlyPublicKey.TryParse(Convert.FromHexString(key), out var x)
            && x.Verify(Convert.FromHexString(message), Convert.FromHexString(signature));
        Assert.True(verified == valid, $"row {index}");
        if (secret.Length == 0) return;

        using var signer = PrivateKey.FromHex(secret);
        Assert.Equal(x, signer.PublicKey.ToXOnly());
        Assert.Equal(signature, Convert.ToHexString(Bip340.Sign(signer, Convert.FromHexString(message), Convert.FromHexString(auxiliary))));
    }

    [Fact]
    public void Rows_OfTheFile_AreAllThere()
    {
        Assert.Equal(19, Rows().Count());
        Assert.Equal(8, Rows().Count(row => row.Data.Item2.Length > 0));
    }

    [Fact]
    public void Sign_WithoutAuxiliary_IsFreshAndValid()
    {
        for (var length = 0; length < 70; length += 7)
        {
            using var key = PrivateKey.Generate();
            var message = new byte[length];
            byte[] one = Bip340.Sign(key, message), two = Bip340.Sign(key, message);
            Assert.NotEqual(one, two);
            Assert.True(key.PublicKey.ToXOnly().Verify(message, one));
            Assert.True(key.PublicKey.ToXOnly().Verify(message, two));
        }
    }

    [Fact]
    public void Verify_AnythingChanged_Fails()
    {
        using var key = PrivateKey.Generate();
        var x = key.PublicKey.ToXOnly();
        byte[] message = [1, 2, 3], signature = Bip340.Sign(key, message);
        Assert.False(x.Verify([1, 2], signature));
        Assert.False(x.Verify([1, 2, 3, 0], signature));
        Assert.False(PrivateKey.Generate().PublicKey.ToXOnly().Verify(message, signature));
        Assert.False(x.Verify(message, signature.AsSpan(1)));
        Assert.False(x.Verify(message, [.. signature, 0]));
        Assert.False(x.Verify(message, []));
        for (var i = 0; i < signature.Length; i++)
        {
            signature[i] ^= 1;
            Assert.False(x.Verify(message, signature), $"byte {i}");
            signature[i] ^= 1;
        }
    }

    [Fact]
    public void Verify_DefaultKey_IsFalse() => Assert.False(default(XOnlyPublicKey).Verify([], new byte[64]));

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(33)]
    public void Sign_AuxiliaryOfAnotherLength_Throws(int length) =>
        Assert.Throws<ArgumentException>(() => Bip340.Sign(Curve.Key(1), [], new byte[length]));
}
