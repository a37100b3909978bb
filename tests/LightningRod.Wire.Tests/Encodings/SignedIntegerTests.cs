using System.Globalization;
using LightningRod.Testing;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Tests.Encodings;

public sealed class SignedIntegerTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Rows() =>
        from row in Vectors.Json("bolt01/signed-integers.json")["vectors"]!.AsArray()
        select new TheoryDataRow<string, string>(row.Str("value_str"), row.Str("bytes"));

    [Theory, MemberData(nameof(Rows))]
    public void ParseAndWrite_VectorRow_AgreeBothWays(string text, string hex)
    {
        var value = long.Parse(text, CultureInfo.InvariantCulture);
        Assert.Equal(value, SignedInteger.Parse(Convert.FromHexString(hex)).Value);

        var bytes = new byte[SignedInteger.MaxLength];
        var length = SignedInteger.Write(bytes, value);
        Assert.Equal(hex, Convert.ToHexStringLower(bytes, 0, length));
        Assert.Equal(length, SignedInteger.Length(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("000080")]
    [InlineData("0000000080")]
    [InlineData("000000000000")]
    [InlineData("00000000000000")]
    [InlineData("000000000000000000")]
    public void Parse_AnotherLength_Refuses(string hex) =>
        Assert.Equal(WireRule.WrongLength, SignedInteger.Parse(Convert.FromHexString(hex)).Error.Rule);

    [Theory]
    [InlineData("007f")]
    [InlineData("ff80")]
    [InlineData("00007fff")]
    [InlineData("ffff8000")]
    [InlineData("000000007fffffff")]
    [InlineData("ffffffff80000000")]
    public void Parse_LongerThanNeeded_Refuses(string hex)
    {
        var error = SignedInteger.Parse(Convert.FromHexString(hex)).Error;
        Assert.Equal((WireRule.NotMinimal, 0), (error.Rule, error.Offset));
    }

    [Fact]
    public void Parse_WrittenValues_GivesThemBack()
    {
        var random = new Random(1);
        var bytes = new byte[SignedInteger.MaxLength];
        for (var i = 0; i < 10_000; i++)
        {
            var value = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
            Assert.Equal(value, SignedInteger.Parse(bytes.AsSpan(0, SignedInteger.Write(bytes, value))).Value);
        }
    }
}
