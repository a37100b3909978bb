using System.Text.Json.Nodes;
using LightningRod.Testing;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Tests.Encodings;

/// <summary>BOLT 1, appendices B and C.</summary>
public sealed class TlvVectorTests
{
    private static readonly JsonNode File = Vectors.Json("bolt01/tlv-streams.json");

    public static IEnumerable<TheoryDataRow<string, string>> Invalid(string part) =>
        from row in File[part]!.AsArray()
        select new TheoryDataRow<string, string>(row.Str("stream"), row.Str("reason"));

    public static IEnumerable<TheoryDataRow<string>> Streams(string part) =>
        from row in File[part]!.AsArray()
        select new TheoryDataRow<string>(row!.Str("stream"));

    [Theory, MemberData(nameof(Invalid), "invalid_any_namespace")]
    public void Parse_InvalidInAnyNamespace_Refuses(string stream, string reason)
    {
        var bytes = Convert.FromHexString(stream);
        Assert.Equal(Expected(reason), N1.Parse(bytes).Error.Rule);
        Assert.Equal(Expected(reason), N2.Parse(bytes).Error.Rule);
        Assert.Equal(Expected(reason), TlvStream.Parse(bytes).Error.Rule);
    }

    [Theory, MemberData(nameof(Invalid), "invalid_either_n1_n2")]
    public void Parse_UnknownEvenType_RefusesInBothNamespaces(string stream, string reason)
    {
        var bytes = Convert.FromHexString(stream);
        Assert.Equal(Expected(reason), N1.Parse(bytes).Error.Rule);
        Assert.Equal(Expected(reason), N2.Parse(bytes).Error.Rule);
        Assert.True(TlvStream.Parse(bytes).IsOk);
    }

    [Theory, MemberData(nameof(Invalid), "invalid_n1"), MemberData(nameof(Invalid), "invalid_stream_n1")]
    public void Parse_InvalidInN1_Refuses(string stream, string reason) =>
        Assert.Equal(Expected(reason), N1.Parse(Convert.FromHexString(stream)).Error.Rule);

    [Theory, MemberData(nameof(Invalid), "invalid_stream_n2")]
    public void Parse_InvalidInN2_Refuses(string stream, string reason) =>
        Assert.Equal(Expected(reason), N2.Parse(Convert.FromHexString(stream)).Error.Rule);

    [Theory, MemberData(nameof(Streams), "valid_ignored_either")]
    public void Parse_UnknownOddType_IsIgnoredInBothNamespaces(string stream)
    {
        var bytes = Convert.FromHexString(stream);
        Assert.Equal(new N1(), N1.Parse(bytes).Value);
        Assert.Equal(new N2(), N2.Parse(bytes).Value);
        Assert.Equal(bytes, TlvStream.Parse(bytes).Value.ToArray());
    }

    [Theory, MemberData(nameof(Streams), "valid_n1")]
    public void Parse_ValidInN1_GivesTheFieldsAndTheBytesBack(string stream)
    {
        var fields = File["valid_n1"]!.AsArray().Single(row => row!.Str("stream") == stream)!["fields"]!.AsObject();
        var n1 = N1.Parse(Convert.FromHexString(stream)).Value;
        Assert.Equal(fields.ToDictionary(f => f.Key, f => f.Value!.GetValue<string>()), n1.Fields());
        Assert.Equal(stream, Convert.ToHexStringLower(n1.ToArray()));
    }

    // The appendix has no valid row for n2.
    [Theory]
    [InlineData("0000" + "0b00", 0, 0)]
    [InlineData("00020100" + "0b04ffffffff", 256, uint.MaxValue)]
    public void Parse_ValidInN2_GivesTheFieldsAndTheBytesBack(string stream, ulong amount, uint expiry)
    {
        var n2 = N2.Parse(Convert.FromHexString(stream)).Value;
        Assert.Equal(new N2(amount, expiry), n2);
        Assert.Equal(stream, Convert.ToHexStringLower(n2.ToArray()));
    }

    [Fact]
    public void Parse_InvalidStreamAfterAnyValidOne_Refuses()
    {
        string[] parts = ["invalid_any_namespace", "invalid_either_n1_n2", "invalid_n1", "invalid_stream_n1"];
        var invalid = parts.SelectMany(Rows).ToList();
        foreach (var first in Rows("valid_n1").Concat(Rows("valid_ignored_either")))
            Assert.All(invalid, second => Assert.False(N1.Parse(Convert.FromHexString(first + second)).IsOk, $"{first} {second}"));
    }

    [Fact]
    public void Parse_ValidStreamAfterAValidOne_SucceedsJustWhenItsTypeIsHigher()
    {
        string[] valid = [.. Rows("valid_n1").Concat(Rows("valid_ignored_either")).Where(stream => stream.Length > 0)];
        foreach (var first in valid)
            Assert.All(valid, second => Assert.Equal(Type(first) < Type(second), N1.Parse(Convert.FromHexString(first + second)).IsOk));

        static ulong Type(string stream) => BigSize.TryRead(Convert.FromHexString(stream), out var type, out _, out _) ? type : 0;
    }

    public static IEnumerable<TheoryDataRow<string, string?>> InitMessages() =>
    [
        .. File["init_extension"]!["valid"]!.AsArray().Select(row => new TheoryDataRow<string, string?>(row!.GetValue<string>(), null)),
        .. File["init_extension"]!["invalid"]!.AsArray().Select(row => new TheoryDataRow<string, string?>(row!.Str("message"), row!.Str("reason"))),
    ];

    [Theory, MemberData(nameof(InitMessages))]
    public void InitExtension_VectorRow_IsTakenOrRefused(string message, string? reason)
    {
        var reader = new WireReader(Convert.FromHexString(message));
        Assert.Equal(16, reader.ReadUInt16());
        reader.ReadBytes(reader.ReadUInt16());
        reader.ReadBytes(reader.ReadUInt16());
        var tlvs = new TlvReader(reader);
        while (tlvs.Next(out _, out var value))
        {
            tlvs.Unknown(ref value);
            tlvs.Close(ref value);
        }

        Assert.Equal(reason is null ? WireRule.None : Expected(reason), tlvs.Complete(true).Error.Rule);
        if (reason is null) Assert.Equal(message[12..], Convert.ToHexStringLower(tlvs.Unknowns.ToArray()));
    }

    private static IEnumerable<string> Rows(string part) => File[part]!.AsArray().Select(row => row!.Str("stream"));

    private static WireRule Expected(string reason)
    {
        (string Part, WireRule Rule)[] rules =
        [
            ("not minimal", WireRule.NotMinimal), ("truncated", WireRule.UnexpectedEnd), ("missing", WireRule.UnexpectedEnd),
            ("unknown even", WireRule.UnknownEvenType), ("less than encoding length", WireRule.UnexpectedEnd),
            ("greater than encoding length", WireRule.WrongLength), ("not a valid point", WireRule.NotAPoint),
            ("ordering", WireRule.TypeOrder), ("duplicate", WireRule.TypeOrder),
        ];
        return rules.First(rule => reason.Contains(rule.Part, StringComparison.Ordinal)).Rule;
    }
}
