using LightningRod.Testing;
using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Tests.Bolt12;

public sealed class Bolt12StringTests
{
    private static readonly System.Text.Json.Nodes.JsonArray Rows = Vectors.Json("bolt12/format-string-test.json").AsArray();

    /// <summary>Rule and offset of the vector's invalid rows, in their order; the text has 139 characters.</summary>
    private static readonly (WireRule Rule, int Offset)[] Refusals =
    [
        (WireRule.MixedCase, 1),
        (WireRule.UnexpectedEnd, 140),
        (WireRule.UnexpectedEnd, 141),
        (WireRule.BadCharacter, 0),
        (WireRule.BadCharacter, 0),
        (WireRule.BadCharacter, 3),
    ];

    public static IEnumerable<TheoryDataRow<string, string>> Valid() =>
        from row in Rows where row!["valid"]!.GetValue<bool>() select new TheoryDataRow<string, string>(row.Str("comment"), row.Str("string"));

    public static IEnumerable<TheoryDataRow<string, string, WireRule, int>> Invalid()
    {
        var rows = Rows.Where(row => !row!["valid"]!.GetValue<bool>()).ToArray();
        Assert.Equal(Refusals.Length, rows.Length);
        return rows.Zip(Refusals, (row, refusal) =>
            new TheoryDataRow<string, string, WireRule, int>(row!.Str("comment"), row!.Str("string"), refusal.Rule, refusal.Offset));
    }

    [Theory, MemberData(nameof(Valid))]
    public void Parse_ValidVectorRow_GivesTheSameBytesForAll(string comment, string text)
    {
        var read = Bolt12String.Parse(text);
        Assert.True(read.IsOk, $"{comment}: {read}");
        Assert.Equal("lno", read.Value.Prefix);
        Assert.Equal(Rows[0]!.Str("string"), read.Value.ToString());
        Assert.Equal(Rows[0]!.Str("string"), Offer.Parse(text).Value.ToString());
    }

    [Theory, MemberData(nameof(Invalid))]
    public void Parse_InvalidVectorRow_GivesRuleAndOffset(string comment, string text, WireRule rule, int offset)
    {
        Assert.True(!Bolt12String.Parse(text).IsOk, comment);
        Assert.Equal((rule, offset), (Bolt12String.Parse(text).Error.Rule, Bolt12String.Parse(text).Error.Offset));
        Assert.Equal((rule, offset), (Offer.Parse(text).Error.Rule, Offer.Parse(text).Error.Offset));
    }

    [Theory]
    [InlineData("", WireRule.BadPrefix, 0)]
    [InlineData("lno", WireRule.BadPrefix, 0)]
    [InlineData("lnoq", WireRule.BadPrefix, 0)]
    [InlineData("1qqqq", WireRule.BadPrefix, 0)]
    [InlineData("lnx1qq", WireRule.BadPrefix, 0)]
    [InlineData("lnbc1qq", WireRule.BadPrefix, 0)]
    [InlineData("ln\u01311qq", WireRule.BadPrefix, 0)]
    [InlineData(" lno1qq", WireRule.BadCharacter, 0)]
    [InlineData("lno1qq ", WireRule.BadCharacter, 6)]
    [InlineData("lno1q q", WireRule.BadCharacter, 5)]
    [InlineData("lno1q++q", WireRule.BadCharacter, 6)]
    [InlineData("lno1q+ +q", WireRule.BadCharacter, 7)]
    [InlineData("lno1q+", WireRule.UnexpectedEnd, 6)]
    [InlineData("lno1qb", WireRule.BadCharacter, 5)]
    [InlineData("lno1q1", WireRule.BadCharacter, 5)]
    [InlineData("l+no1+ \n qb", WireRule.BadCharacter, 10)]
    [InlineData("lno1qq\u00e9", WireRule.BadCharacter, 6)]
    [InlineData("lno1qQ", WireRule.MixedCase, 5)]
    [InlineData("LNO1QQ+\tqq", WireRule.MixedCase, 8)]
    [InlineData("lno1q", WireRule.BadPadding, 4)]
    [InlineData("lno1q+qq", WireRule.BadPadding, 7)]
    [InlineData("lno1qp", WireRule.BadPadding, 5)]
    public void Parse_MalformedText_GivesRuleAndOffset(string text, WireRule rule, int offset)
    {
        var error = Bolt12String.Parse(text).Error;
        Assert.Equal((rule, offset), (error.Rule, error.Offset));
    }

    [Fact]
    public void Parse_JointBesideTheSeparator_IsTakenOut() => Assert.Equal("lnr1qq", Bolt12String.Parse("lnr+1+qq").Value.ToString());

    [Fact]
    public void Parse_OneByteOrCharacterTooMany_IsTooLarge()
    {
        var largest = new Bolt12String("lno", ByteString.Own(new byte[Bolt12Message.MaxSize]));
        Assert.Equal(largest, Bolt12String.Parse(largest.ToString()).Value);
        var larger = new Bolt12String("lno", ByteString.Own(new byte[Bolt12Message.MaxSize + 1]));
        Assert.Equal(WireRule.TooLarge, Bolt12String.Parse(larger.ToString()).Error.Rule);
        var padded = "lno1qq+" + new string(' ', Bolt12String.MaxLength - 9) + "qq";
        Assert.Equal(Bolt12String.MaxLength, padded.Length);
        Assert.Equal("lno1qqqq", Bolt12String.Parse(padded).Value.ToString());
        var error = Bolt12String.Parse(padded + "q").Error;
        Assert.Equal((WireRule.TooLarge, Bolt12String.MaxLength), (error.Rule, error.Offset));
    }

    [Fact]
    public void ToString_RandomBytes_ReadsBackInAnyDress()
    {
        var random = new Random(8);
        string[] prefixes = ["lno", "lnr", "lni"];
        for (var length = 0; length < 200; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            var value = new Bolt12String(prefixes[length % 3], ByteString.Own(bytes));
            var text = value.ToString();
            var joined = string.Concat(text.Select((c, i) => i > 0 && random.Next(9) == 0 ? "+" + " \t\r\n"[..random.Next(5)] + c : $"{c}"));
            foreach (var dress in new[] { text, text.ToUpperInvariant(), value.ToString(1), value.ToString(40), joined, joined.ToUpperInvariant() })
                Assert.Equal(value, Bolt12String.Parse(dress).Value);
        }
    }

    [Fact]
    public void ToString_Width_EndsLinesWithJoints()
    {
        Assert.Equal("lno1+\nqqqq+\nqqq", new Bolt12String("lno", ByteString.Own(new byte[4])).ToString(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Bolt12String("lno", default).ToString(0));
    }

    [Fact]
    public void Parse_BrokenFieldInAText_TellsTheCharacterOfItsByte()
    {
        // 0a (description) 02 ff ff: the first byte that is no UTF-8 is the third, whose first bit stands in the fourth word.
        var text = new Bolt12String("lno", ByteString.CopyOf([0x0a, 0x02, 0xff, 0xff])).ToString();
        Assert.Equal("lno1pgp0llc", text);
        Assert.Equal((WireRule.NotUtf8, 7), (Offer.Parse(text).Error.Rule, Offer.Parse(text).Error.Offset));
        Assert.Equal((WireRule.NotUtf8, 11), (Offer.Parse("lno1+\r\n pgp0llc").Error.Rule, Offer.Parse("lno1+\r\n pgp0llc").Error.Offset));
        Assert.Equal((WireRule.MissingField, 4), (Offer.Parse("lno1").Error.Rule, Offer.Parse("lno1").Error.Offset));
        Assert.Equal((WireRule.BadPrefix, 0), (InvoiceRequest.Parse(text).Error.Rule, InvoiceRequest.Parse(text).Error.Offset));
        Assert.Equal(WireRule.BadPrefix, Bolt12Invoice.Parse(text).Error.Rule);
        Assert.Equal(WireRule.BadPrefix, Offer.Parse("lnr1pgp0llc").Error.Rule);
    }
}
