using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Tests.Primitives;

public sealed class Bytes32Tests
{
    private static readonly byte[] Counting = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    [Fact]
    public void Span_TakenBytes_AreTheBytes()
    {
        var value = new Bytes32(Counting);
        Assert.Equal(Counting, value.Span.ToArray());
        Assert.Equal(Convert.ToHexStringLower(Counting), value.ToString());
        Assert.Equal(value, Bytes32.FromHex(Convert.ToHexString(Counting)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    public void Construct_AnotherLength_Throws(int length)
    {
        Assert.Throws<ArgumentException>(() => new Bytes32(new byte[length]));
        Assert.Throws<FormatException>(() => Bytes32.FromHex(new string('0', 2 * length)));
    }

    [Fact]
    public void FromHex_NoHex_Throws() => Assert.Throws<FormatException>(() => Bytes32.FromHex(new string('g', 64)));

    [Fact]
    public void EqualityAndIsZero_EveryByte_Counts()
    {
        var zero = new byte[32];
        Assert.True(default(Bytes32).IsZero);
        Assert.Equal(default, new Bytes32(zero));
        for (var i = 0; i < zero.Length; i++)
        {
            zero[i] = 1;
            var other = new Bytes32(zero);
            Assert.False(other.IsZero);
            Assert.True(other != default);
            Assert.False(other.Equals((object)default(Bytes32)));
            Assert.False(other.FixedTimeEquals(default));
            zero[i] = 0;
        }

        Assert.True(new Bytes32(Counting) == new Bytes32(Counting));
        Assert.True(new Bytes32(Counting).FixedTimeEquals(new Bytes32(Counting)));
        Assert.Equal(new Bytes32(Counting).GetHashCode(), new Bytes32(Counting).GetHashCode());
    }

    [Fact]
    public void Sha256_Nothing_IsTheKnownHash() =>
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Bytes32.Sha256([]).ToString());

    [Fact]
    public void Random_Twice_Differs() => Assert.NotEqual(Bytes32.Random(), Bytes32.Random());
}
