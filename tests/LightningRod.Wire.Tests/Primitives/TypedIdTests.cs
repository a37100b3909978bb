using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Tests.Primitives;

public sealed class TypedIdTests
{
    private static readonly byte[] Counting = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    [Fact]
    public void PublicIds_PrintTheirBytes()
    {
        var hex = Convert.ToHexStringLower(Counting);
        Assert.Equal(hex, new PaymentHash(Counting).ToString());
        Assert.Equal(hex, new ChannelId(Counting).ToString());
        Assert.Equal(hex, new ChainHash(Counting).ToString());
    }

    [Fact]
    public void Secrets_PrintTheirTypeAlone()
    {
        Assert.Equal("PaymentPreimage", new PaymentPreimage(Counting).ToString());
        Assert.Equal("PaymentSecret", new PaymentSecret(Counting).ToString());
        Assert.Equal("PaymentId", new PaymentId(Counting).ToString());
        using var key = PrivateKey.Generate();
        Assert.Equal("Holder { Key = PrivateKey, Pid = PaymentId }", new Holder(key, new PaymentId(Counting)).ToString());
    }

    [Fact]
    public void Ids_CompareByContent()
    {
        Assert.Equal(new PaymentHash(Counting), new PaymentHash(new Bytes32(Counting)));
        Assert.Equal(new ChannelId(Counting), new ChannelId(new Bytes32(Counting)));
        Assert.Equal(new PaymentId(Counting), new PaymentId(new Bytes32(Counting)));
        Assert.Equal(new PaymentSecret(Counting), new PaymentSecret(new Bytes32(Counting)));
        Assert.Equal(new PaymentPreimage(Counting), new PaymentPreimage(new Bytes32(Counting)));
        Assert.NotEqual(new PaymentHash(Counting), default);
        Assert.Throws<ArgumentException>(() => new PaymentHash(Counting.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => new PaymentId(Counting.AsSpan(1)));
    }

    [Fact]
    public void PaymentHash_OfAPreimage_IsItsSha256() =>
        Assert.Equal("66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925", PaymentHash.Of(default).ToString());

    [Fact]
    public void PaymentId_Hash_IsItsSha256()
    {
        Assert.Equal("66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925", default(PaymentId).Hash().ToString());
        Assert.NotEqual(PaymentId.Random(), PaymentId.Random());
    }

    // The usual text of a block hash is the reverse of its bytes.
    [Theory]
    [InlineData("000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f", nameof(ChainHash.Bitcoin))]
    [InlineData("000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943", nameof(ChainHash.Testnet))]
    [InlineData("00000008819873e925422c1ff0f99f7cc9bbb232af63a077a480a3633bee1ef6", nameof(ChainHash.Signet))]
    [InlineData("0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206", nameof(ChainHash.Regtest))]
    public void ChainHash_Networks_AreTheirGenesisBlocks(string genesis, string network)
    {
        var bytes = Convert.FromHexString(genesis);
        Array.Reverse(bytes);
        Assert.Equal(new ChainHash(bytes), typeof(ChainHash).GetProperty(network)!.GetValue(null));
    }

    private sealed record Holder(PrivateKey Key, PaymentId Pid);
}
