using LightningRod.Testing;

namespace LightningRod.Cli.Tests.Decode;

public sealed class RefusalTests
{
    private const string Offer = "lno1zcss9mk8y3wkklfvevcrszlmu23kfrxh49px20665dqwmn4p72pksese";

    private static readonly string Invoice = Vectors.Json("bolt11/invoices.json")["valid"]![1]!.Str("invoice");

    public static IEnumerable<TheoryDataRow<string, string, string, string, int>> BadInputs() =>
    [
        new("empty", "", "unknown", "unexpected-end", 0),
        new("white space", " \t\n", "unknown", "unexpected-end", 3),
        new("scheme alone", "lightning:", "unknown", "unexpected-end", 10),
        new("a word", "hello", "unknown", "unrecognized", 0),
        new("a word after white space", "  hello", "unknown", "unrecognized", 2),
        new("garbage", "\u0001\u001b[31m\ufffd", "unknown", "unrecognized", 0),
        new("0x alone", "0x", "unknown", "unexpected-end", 2),
        new("odd number of digits", "0101a", "unknown", "wrong-length", 5),
        new("odd number of digits with white space", "0x01 01 a", "unknown", "wrong-length", 9),
        new("no digit", "0101zz", "unknown", "bad-character", 4),
        new("no digit after white space", " 0x 01 0z", "unknown", "bad-character", 8),
        new("fullwidth digits", "０１０１", "unknown", "unrecognized", 0),
        new("bad checksum", Flipped(Invoice, 100), "bolt11", "bad-checksum", Invoice.Length - 6),
        new("bad checksum behind a scheme", "lightning:" + Flipped(Invoice, 100), "bolt11", "bad-checksum", 10 + Invoice.Length - 6),
        new("cut invoice", Invoice[..40], "bolt11", "bad-checksum", 34),
        new("unknown currency", "lnxx1qqqqqqqq", "bolt11", "bad-checksum", 7),
        new("mixed case", "LNbc1", "bolt11", "mixed-case", 2),
        new("character outside the alphabet", "lno1b", "offer", "bad-character", 4),
        new("offer of nothing", "lno1", "offer", "missing-field", 4),
        new("cut offer", Offer[..^8], "offer", "unexpected-end", 5),
        new("offer cut inside a byte", Offer[..^12], "offer", "bad-padding", 47),
        new("white space in an offer", $"{Offer[..9]} {Offer[9..]}", "offer", "bad-character", 9),
        new("joint at the end", Offer + "+", "offer", "unexpected-end", Offer.Length + 1),
        new("mixed case of an offer", "Lno1" + Offer[4..], "offer", "mixed-case", 1),
        new("point off the curve", "lno1zcss9" + new string('q', 49) + "se", "offer", "not-a-point", 7),
    ];

    public static IEnumerable<TheoryDataRow<string, string, string, string, int>> BadBytes() =>
    [
        new("cut record", "0102aa", "tlv", "unexpected-end", 1),
        new("cut type", "fd01", "tlv", "unexpected-end", 2),
        new("types out of order", "0301aa0101bb", "tlv", "type-order", 3),
        new("a type twice", "0101aa0101bb", "tlv", "type-order", 3),
        new("not minimal", "fd000100", "tlv", "not-minimal", 0),
        new("cut init", "00100000000422", "message", "unexpected-end", 7),
        new("unknown even record of init", "001000000000 0200", "message", "unknown-even-type", 6),
        new("cut onion message", "0201" + Point + "0556" + "00", "message", "unexpected-end", 38),
        new("cut onion message without type", Point + "0556" + new string('0', 80), "onion-message", "unexpected-end", 75),
        new("cut path", Point + Point + "02" + Point + "0001aa", "blinded-path", "unexpected-end", 103),
        new("path without hops", Point + Point + "00", "blinded-path", "value-out-of-range", 67),
        new("cut Rod message", "fe00cd9c1d450120000102", "rod-message", "unexpected-end", 5),
        new("Rod message that lacks a field", "fe00cd9c1d00", "rod-message", "missing-field", 6),
        new("unknown even record of a Rod message", "fe00124b73020200", "rod-message", "unknown-even-type", 6),
        new("request without fields", "5821" + Point, "invoice-request", "missing-field", 35),
        new("invoice without fields", "a820" + new string('0', 64), "invoice", "missing-field", 34),
        new("static invoice without fields", "a000", "static-invoice", "wrong-length", 2),
        new("too much", new string('0', 2 * 65_536), "unknown", "too-large", 131_070),
    ];

    private static string Point => "0324653eac434488002cc06bbfb7f10fe18991e35f9fe4302dbea6d2353dc0ab1c";

    [Theory, MemberData(nameof(BadInputs))]
    public Task Decode_BadText_TellsKindRuleAndCharacter(string name, string input, string kind, string rule, int offset) =>
        AssertRefused(name, input, kind, rule, "character", offset);

    [Theory, MemberData(nameof(BadBytes))]
    public Task Decode_BadBytes_TellsKindRuleAndByte(string name, string input, string kind, string rule, int offset) =>
        AssertRefused(name, input, kind, rule, rule == "too-large" ? "character" : "byte", offset);

    [Fact]
    public async Task Decode_BadText_PointsAtThePlace()
    {
        var result = await Rod.RunAsync("decode", "lno1pg");
        Assert.Equal(
            """
            rod decode: taken for offer: unexpected-end at character 5: no BigSize
              lno1pg
                   ^

            """.ReplaceLineEndings("\n"), result.Error);
    }

    [Fact]
    public async Task Decode_BadByte_PointsAtItsDigits()
    {
        var error = (await Rod.RunAsync("decode", "0x0301aa 0101bb")).Error.Split('\n');
        Assert.Equal("  0x0301aa 0101bb", error[1]);
        Assert.Equal("           ^", error[2]);
    }

    [Fact]
    public async Task Decode_LongBadInput_ShowsTheSurroundingsOfThePlace()
    {
        var error = (await Rod.RunAsync("decode", new string('0', 500) + "z" + new string('0', 500))).Error.Split('\n');
        Assert.Equal("  ..." + new string('0', 40) + "z" + new string('0', 29) + "...", error[1]);
        Assert.Equal(new string(' ', 45) + "^", error[2]);
    }

    [Fact]
    public async Task Decode_InputWithControlCharacters_ShowsNoneOfThem()
    {
        var error = (await Rod.RunAsync("decode", "\u001b]0;title\u0007\u202e\ud800é")).Error;
        Assert.Equal("  ?]0;title????", error.Split('\n')[1]);
        Assert.All(error, c => Assert.True(c is '\n' or (>= ' ' and <= '~')));
    }

    [Fact]
    public async Task Decode_SignatureOfSomethingElse_IsRefused()
    {
        var request = Vectors.Json("bolt12/signature-test.json").AsArray().Last().Str("bolt12");
        // Its record begins behind 113 bytes, at 5 bits a character, and the prefix.
        await AssertRefused("flipped bit", Flipped(request, request.Length - 2), "invoice-request", "bad-signature", "character", 4 + (113 * 8 / 5));
    }

    [Theory]
    [InlineData("offer", "lnr1qqqq", "bad-prefix")]
    [InlineData("bolt11", "0101aa", "unexpected-end")]
    [InlineData("tlv", "lnbc1qqqqqqqq", "bad-prefix")]
    [InlineData("tlv", "hello", "bad-character")]
    [InlineData("invoice", "", "unexpected-end")]
    public async Task Decode_SomethingElseThanAs_IsRefusedAsThatKind(string kind, string input, string rule)
    {
        var error = (await Rod.RunAsync("decode", "--json", "--as", kind, input)).Json["error"]!;
        Assert.Equal((kind, rule), (error.Str("kind"), error.Str("rule")));
    }

    private static string Flipped(string text, int at) => $"{text[..at]}{(text[at] == 'q' ? 'p' : 'q')}{text[(at + 1)..]}";

    private static async Task AssertRefused(string name, string input, string kind, string rule, string unit, int offset)
    {
        var result = await Rod.RunAsync("decode", "--json", input);
        Assert.True(result.Code == ExitCode.Failed, $"{name}: {result.Output}");
        var error = result.Json["error"]!;
        Assert.Equal((kind, rule, unit, offset), (error.Str("kind"), error.Str("rule"), error.Str("unit"), error["offset"]!.GetValue<int>()));
        var taken = kind == "unknown" ? "not recognised" : $"taken for {kind}";
        Assert.StartsWith($"rod decode: {taken}: {rule} at {unit} {offset}: ", result.Error, StringComparison.Ordinal);
    }
}
