using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Tests.Primitives;

public sealed class AmountsAndHeightsTests
{
    [Fact]
    public void Msat_Constants_AreBitcoinsSupply()
    {
        Assert.Equal(0x1d24b2dfac520000ul, Msat.Max.Value);
        Assert.Equal(0ul, Msat.Zero.Value);
        Assert.Equal(new Msat(1_000), Msat.FromSatoshis(1));
        Assert.Equal(Msat.Max, Msat.FromSatoshis(21_000_000ul * 100_000_000));
        Assert.Equal("1500 msat", new Msat(1500).ToString());
    }

    [Fact]
    public void Msat_Arithmetic_NeverWraps()
    {
        Assert.Equal(new Msat(5), new Msat(2) + new Msat(3));
        Assert.Equal(new Msat(2), new Msat(5) - new Msat(3));
        Assert.Equal(Msat.Zero, new Msat(5) - new Msat(5));
        Assert.Throws<OverflowException>(() => new Msat(2) - new Msat(3));
        Assert.Throws<OverflowException>(() => new Msat(ulong.MaxValue) + new Msat(1));
        Assert.Throws<OverflowException>(() => Msat.FromSatoshis(ulong.MaxValue / 1000 + 1));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(0, uint.MaxValue)]
    [InlineData(0x7fffffff, 0x80000000)]
    public void Order_LowerAndHigher_IsConsistent(uint low, uint high)
    {
        Msat a = new(low), b = new(high);
        Assert.True(a < b && b > a && a <= b && b >= a && a <= new Msat(low) && a >= new Msat(low) && a.CompareTo(b) < 0);
        Assert.False(a > b || b < a || b <= a || a >= b || a < new Msat(low) || a > new Msat(low));
        BlockHeight c = new(low), d = new(high);
        Assert.True(c < d && d > c && c <= d && d >= c && c <= new BlockHeight(low) && c >= new BlockHeight(low) && c.CompareTo(d) < 0);
        Assert.False(c > d || d < c || d <= c || c >= d || c < new BlockHeight(low) || c > new BlockHeight(low));
    }

    [Fact]
    public void BlockHeight_Arithmetic_StopsAtZeroAndThrowsAtTheTop()
    {
        Assert.Equal(new BlockHeight(800_144), new BlockHeight(800_000) + 144);
        Assert.Equal(new BlockHeight(799_856), new BlockHeight(800_000) - 144);
        Assert.Equal(default, new BlockHeight(144) - 144);
        Assert.Equal(default, new BlockHeight(143) - 144);
        Assert.Equal(default, new BlockHeight(0) - uint.MaxValue);
        Assert.Equal(new BlockHeight(uint.MaxValue), new BlockHeight(uint.MaxValue - 1) + 1);
        Assert.Throws<OverflowException>(() => new BlockHeight(uint.MaxValue) + 1);
        Assert.Equal("800000", new BlockHeight(800_000).ToString());
    }

    [Theory]
    [InlineData(539268, 845, 1, 0x083a8400034d0001, "539268x845x1")]
    [InlineData(0, 0, 550, 0x226, "0x0x550")]
    [InlineData(0xffffff, 0xffffff, 0xffff, ulong.MaxValue, "16777215x16777215x65535")]
    [InlineData(1, 0, 0, 1ul << 40, "1x0x0")]
    [InlineData(0, 1, 0, 1ul << 16, "0x1x0")]
    public void ShortChannelId_Parts_LieWhereBolt7SaysIt(uint block, uint transaction, ushort output, ulong value, string text)
    {
        var scid = new ShortChannelId(block, transaction, output);
        Assert.Equal(value, scid.Value);
        Assert.Equal((block, transaction, output), (scid.Block, scid.Transaction, scid.Output));
        Assert.Equal(text, scid.ToString());
        Assert.Equal(new ShortChannelId(value), scid);
    }
}
