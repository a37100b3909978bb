namespace LightningRod.Engine.Abstractions.Tests;

public sealed class OpaqueKeyTests
{
    [Fact]
    public void Equals_SameBytes_IsTrueAndDifferentAreNot()
    {
        var key = new OpaqueKey([1, 2, 3]);
        Assert.Equal(key, OpaqueKey.FromHex("010203"));
        Assert.Equal(key.GetHashCode(), OpaqueKey.FromHex("010203").GetHashCode());
        Assert.True(key != new OpaqueKey([1, 2]));
        Assert.True(key != default);
        Assert.Equal("010203", key.ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void Constructor_WrongLength_Throws(int length) => Assert.Throws<ArgumentException>(() => new OpaqueKey(new byte[length]));

    [Fact]
    public void Constructor_TheCallersArray_IsCopied()
    {
        byte[] bytes = [1];
        var key = new OpaqueKey(bytes);
        bytes[0] = 2;
        Assert.Equal([1], key.ToArray());
    }

    [Fact]
    public void Default_IsNoName()
    {
        Assert.True(default(OpaqueKey).IsDefault);
        Assert.Equal(0, default(OpaqueKey).Span.Length);
        Assert.False(new OpaqueKey([0]).IsDefault);
    }
}
