using System.Globalization;
using System.Text.Json.Nodes;
using LightningRod.Testing;
using LightningRod.Wire.Bolt12;

namespace LightningRod.Cli.Tests.Decode;

/// <summary>Whatever a stranger sends: an answer or a refusal, never an exception, and nothing that a terminal would obey.</summary>
public sealed class HostileInputTests
{
    private static readonly string[] Texts =
    [
        Samples.Offer().ToString(), Samples.Request().ToString(), Samples.Invoice().ToString(),
        .. Vectors.Json("bolt11/invoices.json")["valid"]!.AsArray().Select(row => row.Str("invoice")),
    ];

    private static readonly string[] Hexes =
    [
        Samples.Offer().Bytes.ToHex(), Samples.Request().Bytes.ToHex(), Samples.Invoice().Bytes.ToHex(), Samples.Static().Bytes.ToHex(),
        Convert.ToHexStringLower(Samples.Path().ToArray()), Vectors.Json("bolt04/onion-test.json").Str("onion"),
        Vectors.Json("bolt04/blinded-onion-message-onion-test.json")["decrypt"]!["hops"]![0]!.Str("onion_message"),
        "0010000000020aa20120" + new string('1', 64), "0012000400020000", "0001" + new string('0', 64) + "000161",
        "9419" + Convert.ToHexStringLower("""{"jsonrpc":"2.0","method":"lsps0.list_protocols","id":"1","params":{"a":[1,{"b":null}]}}"""u8),
        .. Vectors.Json("rod/messages.json")["messages"]!.AsArray().Select(row => row.Str("record")),
    ];

    public static IEnumerable<TheoryDataRow<string>> HostileTexts() =>
    [
        new("\u001b[2J\u001b]0;owned\u0007"), new("\u202eesrever\u2066"), new("a\r\nb\tc\0d"), new("\u2028\u2029\u0085"),
        new("[red]markup[/] [[ ]]"), new("\\u{41} \"quoted\""), new("\ufeff\u200b\U000e0041"),
    ];

    [Theory, MemberData(nameof(HostileTexts))]
    public async Task Decode_HostileDescription_IsShownWithoutWhatATerminalObeys(string text)
    {
        var offer = Samples.Offer(Samples.OfferFields() with { Description = text, Issuer = text });
        var result = await Rod.RunAsync("decode", offer.ToString());
        Assert.Equal(ExitCode.Fine, result.Code);
        AssertHarmless(result.Output);
        // Each piece still has one line of its own, and programs get the text as it is.
        Assert.Single(result.Output.Split('\n'), line => line.Contains("offer_description", StringComparison.Ordinal));
        Assert.Equal(text, (await Rod.RunAsync("decode", "--json", offer.ToString())).Json.Str("offer_description"));
    }

    [Fact]
    public async Task Decode_LongDescription_IsCutForPeopleAlone()
    {
        var text = new string('x', 5_000);
        var offer = Samples.Offer(Samples.OfferFields() with { Description = text }).ToString();
        Assert.Contains(new string('x', 2_000) + "\"... (5000 characters)", (await Rod.RunAsync("decode", offer)).Output, StringComparison.Ordinal);
        Assert.Equal(text, (await Rod.RunAsync("decode", "--json", offer)).Json.Str("offer_description"));
    }

    [Theory]
    [InlineData(9_007_199_254_740_991, "9007199254740991")]
    [InlineData(9_007_199_254_740_992, "\"9007199254740992\"")]
    [InlineData(ulong.MaxValue, "\"18446744073709551615\"")]
    public async Task Decode_LargeNumber_IsAStringWhereADoubleWouldLoseDigits(ulong number, string json)
    {
        var offer = Samples.Offer(Samples.OfferFields() with { QuantityMax = number, AbsoluteExpiry = number }).ToString();
        var answer = (await Rod.RunAsync("decode", "--json", offer)).Json;
        Assert.Equal(json, answer["offer_quantity_max"]!.ToJsonString());
        Assert.Equal(json, answer["offer_absolute_expiry"]!.ToJsonString());
        Assert.Contains("after the year 9999", (await Rod.RunAsync("decode", offer)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1ul, "1 msat (0.001 sat, 0.00000000001 BTC)")]
    [InlineData(10_000ul, "10000 msat (10 sat, 0.0000001 BTC)")]
    [InlineData(123_456_789_012ul, "123456789012 msat (123456789.012 sat, 1.23456789012 BTC)")]
    [InlineData(2_100_000_000_000_000_000ul, "2100000000000000000 msat (2100000000000000 sat, 21000000 BTC)")]
    public async Task Decode_Amount_IsToldInThreeUnits(ulong msat, string text)
    {
        var offer = Samples.Offer(Samples.OfferFields() with { Amount = new OfferAmount(msat) }).ToString();
        Assert.Contains($"offer_amount (8): {text}\n", (await Rod.RunAsync("decode", offer)).Output, StringComparison.Ordinal);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Decode_ChangedTexts_NeverThrow(int seed)
    {
        const string Characters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l1+ QBbio\n\0é";
        var random = new Random(seed);
        for (var i = 0; i < 300; i++)
        {
            var text = Texts[random.Next(Texts.Length)].ToCharArray();
            for (var n = random.Next(1, 4); n > 0; n--) text[random.Next(text.Length)] = Characters[random.Next(Characters.Length)];
            await AssertAnswered(new string(text, 0, random.Next(2) == 0 ? text.Length : random.Next(text.Length)));
        }
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Decode_ChangedBytes_NeverThrow(int seed)
    {
        var random = new Random(seed);
        var kinds = Cli.Decode.Kinds.All.Where(kind => kind.FromBytes is not null).ToList();
        for (var i = 0; i < 300; i++)
        {
            var bytes = Convert.FromHexString(Hexes[random.Next(Hexes.Length)]);
            for (var n = random.Next(4); n > 0; n--) bytes[random.Next(Math.Min(bytes.Length, 120))] = (byte)random.Next(256);
            var hex = Convert.ToHexString(bytes, 0, random.Next(2) == 0 ? bytes.Length : random.Next(bytes.Length));
            string[] forced = random.Next(2) == 0 ? ["--as", kinds[random.Next(kinds.Count)].Name] : [];
            await AssertAnswered(hex, forced);
        }
    }

    [Theory, InlineData(1), InlineData(2)]
    public async Task Decode_RandomBytes_NeverThrow(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 300; i++)
        {
            var bytes = new byte[random.Next(1, 100)];
            random.NextBytes(bytes);
            // Small types and lengths get further into the parsers.
            for (var n = 0; n < bytes.Length && seed == 2; n++) bytes[n] = (byte)(bytes[n] % 35);
            await AssertAnswered(Convert.ToHexString(bytes));
        }
    }

    private static async Task AssertAnswered(string input, params string[] options)
    {
        var tree = await Rod.RunAsync(["decode", .. options, "--", input]);
        var json = await Rod.RunAsync(["decode", "--json", .. options, "--", input]);
        Assert.True(tree.Code is ExitCode.Fine or ExitCode.Failed, input);
        Assert.Equal((tree.Code, tree.Error), (json.Code, json.Error));
        Assert.Equal(tree.Code == ExitCode.Fine, tree.Error.Length == 0);
        var answer = JsonNode.Parse(json.Output)!.AsObject();
        Assert.Equal(json.Code == ExitCode.Failed, answer.ContainsKey("error"));
        AssertHarmless(tree.Output);
        AssertHarmless(tree.Error);
    }

    private static void AssertHarmless(string output) => Assert.All(output.EnumerateRunes(), rune => Assert.True(
        rune.Value == '\n' || System.Text.Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator),
        $"U+{rune.Value:x4}"));
}
