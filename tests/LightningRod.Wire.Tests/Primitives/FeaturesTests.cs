using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Tests.Primitives;

public sealed class FeaturesTests
{
    [Theory]
    [InlineData("", new int[0])]
    [InlineData("01", new[] { 0 })]
    [InlineData("80", new[] { 7 })]
    [InlineData("0100", new[] { 8 })]
    [InlineData("024100", new[] { 8, 14, 17 })] // var_onion_optin and payment_secret demanded, basic_mpp offered
    [InlineData("8000000000", new[] { 39 })]
    [InlineData("010000000000000000000000000000", new[] { 112 })]
    public void FromBytes_Bits_AreBigEndianAndComeBack(string hex, int[] bits)
    {
        var features = Features.FromBytes(Convert.FromHexString(hex));
        Assert.Equal(bits, Enumerable.Range(0, 200).Where(features.IsSet));
        Assert.Equal(hex, Convert.ToHexStringLower(features.ToArray()));
        Assert.Equal(features, Features.Of(bits));
        Assert.Equal(features, bits.Reverse().Aggregate(Features.None, (all, bit) => all.With(bit)));
    }

    [Fact]
    public void FromBytes_LeadingZeroBytes_AreNotKept()
    {
        var features = Features.FromBytes([0, 0, 2, 0]);
        Assert.Equal([2, 0], features.ToArray());
        Assert.Equal(Features.Of(9), features);
        Assert.Equal(Features.Of(9).GetHashCode(), features.GetHashCode());
        Assert.Equal(Features.None, Features.FromBytes([0, 0, 0]));
        Assert.Empty(Features.FromBytes([0, 0, 0]).ToArray());
    }

    [Theory]
    [InlineData(38, true, false)]
    [InlineData(39, false, true)]
    public void Has_EitherBitOfAPair_IsTheFeature(int bit, bool required, bool optional)
    {
        var features = Features.Of(bit);
        foreach (var asked in new[] { 38, 39, FeatureBit.OnionMessages })
        {
            Assert.True(features.Has(asked));
            Assert.Equal(required, features.IsRequired(asked));
            Assert.Equal(optional, features.IsOptional(asked));
        }

        Assert.True(features.IsSet(bit));
        Assert.False(features.IsSet(bit ^ 1));
        foreach (var other in new[] { -1, -2, int.MinValue, int.MaxValue, 36, 37, 40, 41 })
            Assert.False(features.Has(other) || features.IsSet(other));
    }

    [Fact]
    public void IsOptional_BothBits_IsRequired()
    {
        var features = Features.Of(8, 9);
        Assert.True(features.IsRequired(9));
        Assert.False(features.IsOptional(9));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(Features.MaxBits)]
    [InlineData(int.MaxValue)]
    public void With_BitOutOfRange_Throws(int bit) => Assert.Throws<ArgumentOutOfRangeException>(() => Features.None.With(bit));

    [Fact]
    public void With_HighestBit_FillsTheLongestField() => Assert.Equal(ushort.MaxValue, Features.Of(Features.MaxBits - 1).ToArray().Length);

    [Fact]
    public void Union_DifferentLengths_HasTheBitsOfBoth()
    {
        var (left, right) = (Features.Of(1, 39, 1061), Features.Of(0, 8));
        Assert.Equal(Features.Of(0, 1, 8, 39, 1061), left | right);
        Assert.Equal(left | right, right | left);
        Assert.Equal(left, left | Features.None);
        Assert.Equal(left, Features.None | left);
        Assert.Equal(Features.Of(1, 39, 1061), left); // its bytes were not changed in place
    }

    [Fact]
    public void UnknownRequired_EvenBits_AreThoseOfNoKnownPair()
    {
        var features = Features.Of(8, 15, 16, 38, 101, 1060);
        Assert.Equal([16, 1060], features.UnknownRequired([9, 38, FeatureBit.PaymentSecret]));
        Assert.Empty(features.UnknownRequired([9, 17, 39, FeatureBit.LightningRod]));
        Assert.Empty(Features.Of(1, 3, 5).UnknownRequired([]));
    }

    [Fact]
    public void UnknownRequired_AStrangersLongestField_IsBounded()
    {
        var all = new byte[ushort.MaxValue];
        Array.Fill(all, (byte)0xff);
        var unknown = Features.FromBytes(all).UnknownRequired([1, 3]);
        Assert.Equal(Enumerable.Range(2, Features.MaxNamed).Select(i => 2 * i), unknown);
        Assert.InRange(Features.FromBytes(all).ToString().Length, 1, Features.MaxNamed * 50);
    }

    [Fact]
    public void ToString_Bits_AreNamedByTheTable()
    {
        Assert.Equal("var_onion_optin (required), option_onion_messages, bit 1234 (required)", Features.Of(8, 39, 1234).ToString());
        Assert.Equal("lightning_rod", Features.NameOf(1060));
        Assert.Equal("bit -1", Features.NameOf(-1));
        Assert.Equal("", Features.None.ToString());
    }
}
