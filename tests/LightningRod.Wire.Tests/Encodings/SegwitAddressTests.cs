using LightningRod.Testing;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Tests.Encodings;

public sealed class SegwitAddressTests
{
    public static IEnumerable<TheoryDataRow<string, string>> ValidRows() =>
        from row in Vectors.Json("bech32/bech32m.json")["valid_segwit_addresses"]!.AsArray()
        select new TheoryDataRow<string, string>(row.Str("address"), row.Str("script_pubkey"));

    /// <summary>BIP 350 gives versions 1 to 16 another checksum: of BIP 173's own list only the rows of version 0 are addresses today.</summary>
    public static IEnumerable<TheoryDataRow<string, string>> Bip173ValidRows() =>
        from row in Vectors.Json("bech32/bech32.json")["valid_segwit_addresses"]!.AsArray()
        select new TheoryDataRow<string, string>(row.Str("address"), row.Str("script_pubkey"));

    public static IEnumerable<TheoryDataRow<string, string, WireRule>> InvalidRows() =>
        from row in Vectors.Json("bech32/bech32m.json")["invalid_segwit_addresses"]!.AsArray()
        select new TheoryDataRow<string, string, WireRule>(row.Str("address"), row.Str("reason"), RuleOf(row.Str("reason")));

    /// <summary>What is wrong by BIP 173 with a row of version 1 to 16 does not show any more: its checksum is the old one.</summary>
    public static IEnumerable<TheoryDataRow<string, string, WireRule>> Bip173InvalidRows() =>
        from row in Vectors.Json("bech32/bech32.json")["invalid_segwit_addresses"]!.AsArray()
        let reason = row.Str("reason")
        let old = reason is "Invalid program length" or "zero padding of more than 4 bits"
        select new TheoryDataRow<string, string, WireRule>(row.Str("address"), reason, old ? WireRule.BadChecksum : RuleOf(reason));

    [Theory, MemberData(nameof(ValidRows))]
    public void Decode_ValidRow_GivesItsScriptAndComesBack(string address, string script)
    {
        var decoded = SegwitAddress.Decode(address).Value;
        Assert.Equal(script, decoded.ScriptPubKey.ToHex());
        Assert.Equal(address.ToLowerInvariant(), decoded.ToString());
        Assert.Equal(decoded, SegwitAddress.Create(decoded.Prefix, decoded.Version, decoded.Program).Value);
    }

    [Theory, MemberData(nameof(Bip173ValidRows))]
    public void Decode_ValidRowOfBip173_IsAnAddressForVersionZeroAlone(string address, string script)
    {
        var decoded = SegwitAddress.Decode(address);
        if (script.StartsWith("00", StringComparison.Ordinal))
            Assert.Equal(script, decoded.Value.ScriptPubKey.ToHex());
        else
            Assert.Equal(WireRule.BadChecksum, decoded.Error.Rule);
    }

    [Theory, MemberData(nameof(InvalidRows)), MemberData(nameof(Bip173InvalidRows))]
    public void Decode_InvalidRow_GivesTheRuleOfItsReason(string address, string reason, WireRule rule) =>
        Assert.True(SegwitAddress.Decode(address).Error.Rule == rule, $"{reason}: {SegwitAddress.Decode(address)}");

    [Theory]
    [InlineData("bc13w508d6qejxtdg4y5r3zarvary0c5xw7kn40wf2", 3)]
    [InlineData("tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3pjxtptv", 55)]
    [InlineData("bc1qr508d6qejxtdg4y5r3zarvaryv98gj9p", 4)]
    public void Decode_Refused_TellsTheOffsetInCharacters(string address, int offset) =>
        Assert.Equal(offset, SegwitAddress.Decode(address).Error.Offset);

    [Theory]
    [InlineData("bc", 0, 20, WireRule.None)]
    [InlineData("bcrt", 0, 32, WireRule.None)]
    [InlineData("tb", 16, 40, WireRule.None)]
    [InlineData("tb", 1, 2, WireRule.None)]
    [InlineData("tbs", 0, 20, WireRule.BadPrefix)]
    [InlineData("BC", 0, 20, WireRule.BadPrefix)]
    [InlineData("bc", 17, 20, WireRule.ValueOutOfRange)]
    [InlineData("bc", 0, 21, WireRule.WrongLength)]
    [InlineData("bc", 1, 1, WireRule.WrongLength)]
    [InlineData("bc", 1, 41, WireRule.WrongLength)]
    public void Create_AtItsBounds_AcceptsOrRefuses(string prefix, byte version, int length, WireRule rule)
    {
        var address = SegwitAddress.Create(prefix, version, new byte[length]);
        Assert.Equal(rule, address.Error.Rule);
        if (address.IsOk) Assert.Equal(address.Value, SegwitAddress.Decode(address.Value.ToString()).Value);
    }

    private static WireRule RuleOf(string reason) => reason switch
    {
        "Invalid human-readable part" => WireRule.BadPrefix,
        _ when reason.StartsWith("Invalid checksum", StringComparison.Ordinal) => WireRule.BadChecksum,
        "Invalid character in checksum" => WireRule.BadCharacter,
        "Invalid witness version" => WireRule.ValueOutOfRange,
        _ when reason.StartsWith("Invalid program length", StringComparison.Ordinal) => WireRule.WrongLength,
        "Mixed case" => WireRule.MixedCase,
        "zero padding of more than 4 bits" or "Non-zero padding in 8-to-5 conversion" => WireRule.BadPadding,
        "Empty data section" => WireRule.UnexpectedEnd,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason),
    };
}
