using System.Text.Json.Nodes;
using LightningRod.Testing;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Tests.Encodings;

public sealed class Bech32Tests
{
    public static IEnumerable<TheoryDataRow<Bech32Variant, string, string, byte[]>> ValidRows() =>
        from file in Files
        from row in Rows(file.Name, "valid")
        select new TheoryDataRow<Bech32Variant, string, string, byte[]>(
            file.Variant, row.Str("string"), row.Str("hrp"), [.. row["data5"]!.AsArray().Select(word => word!.GetValue<byte>())]);

    public static IEnumerable<TheoryDataRow<string, string>> InvalidRows() =>
        from file in Files
        from row in Rows(file.Name, "invalid")
        select new TheoryDataRow<string, string>(new string([.. row.Hex("bytes_hex").Select(b => (char)b)]), row.Str("reason"));

    [Theory, MemberData(nameof(ValidRows))]
    public void Decode_ValidRow_GivesPrefixWordsAndVariant(Bech32Variant variant, string text, string prefix, byte[] words)
    {
        var decoded = Bech32.Decode(text).Value;
        Assert.Equal(variant, decoded.Variant);
        Assert.Equal(prefix, decoded.Prefix);
        Assert.Equal(words, decoded.Words.ToArray());
    }

    [Theory, MemberData(nameof(ValidRows))]
    public void Encode_ValidRow_GivesItsTextInLowerCase(Bech32Variant variant, string text, string prefix, byte[] words) =>
        Assert.Equal(text.ToLowerInvariant(), Bech32.Encode(variant, prefix, words));

    [Theory, MemberData(nameof(InvalidRows))]
    public void Decode_InvalidRow_GivesTheRuleOfItsReason(string text, string reason)
    {
        var expected = reason switch
        {
            "HRP character out of range" or "Invalid data character" or "Invalid character in checksum" => WireRule.BadCharacter,
            "overall max length exceeded" => WireRule.TooLarge,
            "No separator character" or "Empty HRP" or "empty HRP" => WireRule.BadPrefix,
            "Too short checksum" => WireRule.UnexpectedEnd,
            "checksum calculated with uppercase form of HRP" => WireRule.BadChecksum,
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason),
        };
        Assert.Equal(expected, Bech32.Decode(text).Error.Rule);
    }

    [Theory]
    [InlineData("x1b4n0q5v", WireRule.BadCharacter, 2)]
    [InlineData(" 1nwldj5", WireRule.BadCharacter, 0)]
    [InlineData("a12uel\u00e95l", WireRule.BadCharacter, 6)]
    [InlineData("a12uel5\u1173", WireRule.BadCharacter, 7)]
    [InlineData("a12UEL5L", WireRule.MixedCase, 3)]
    [InlineData("A12uEL5L", WireRule.MixedCase, 3)]
    [InlineData("a12uel5m", WireRule.BadChecksum, 2)]
    [InlineData("li1dgmt3", WireRule.UnexpectedEnd, 8)]
    [InlineData("", WireRule.BadPrefix, 0)]
    [InlineData("1", WireRule.BadPrefix, 0)]
    [InlineData("a1", WireRule.UnexpectedEnd, 2)]
    public void Decode_Refused_TellsTheOffsetInCharacters(string text, WireRule rule, int offset)
    {
        var error = Bech32.Decode(text).Error;
        Assert.Equal((rule, offset), (error.Rule, error.Offset));
    }

    [Fact]
    public void Decode_AtAndAboveALimit_AcceptsAndRefuses()
    {
        var words = new byte[Bech32.MaxLimit - 2 - Bech32.ChecksumLength];
        var text = Bech32.Encode(Bech32Variant.Bech32m, "a", words, Bech32.MaxLimit);
        Assert.Equal(Bech32.MaxLimit, text.Length);
        Assert.True(Bech32.Decode(text, Bech32.MaxLimit).IsOk);
        Assert.Equal(new(WireRule.TooLarge, 7_088, "more than 7088 characters"), Bech32.Decode(text, Bech32.MaxLimit - 1).Error);
        Assert.Equal(90, Bech32.Decode(text).Error.Offset);
        Assert.Throws<ArgumentException>(() => Bech32.Encode(Bech32Variant.Bech32, "a", words, Bech32.MaxLimit - 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bech32.Decode("a12uel5l", Bech32.MaxLimit + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bech32.Decode("a12uel5l", -1));
    }

    [Fact]
    public void Decode_PrefixOf84CharactersWithinTheLimit_IsRefused()
    {
        var prefix = new string('x', Bech32.MaxPrefixLength);
        Assert.True(Bech32.Decode(Bech32.Encode(Bech32Variant.Bech32, prefix, [1, 2, 3], 100), 100).IsOk);
        Assert.Equal(WireRule.BadPrefix, Bech32.Decode("x" + Bech32.Encode(Bech32Variant.Bech32, prefix, [1, 2, 3], 100), 101).Error.Rule);
        Assert.Throws<ArgumentException>(() => Bech32.Encode(Bech32Variant.Bech32, prefix + "x", [], 100));
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("a b")]
    [InlineData("\u00e9")]
    public void Encode_BadPrefix_Throws(string prefix) => Assert.Throws<ArgumentException>(() => Bech32.Encode(Bech32Variant.Bech32, prefix, []));

    [Fact]
    public void Encode_WordOfSixBits_Throws()
    {
        Assert.Throws<ArgumentException>(() => Bech32.Encode(Bech32Variant.Bech32, "a", [32]));
        Assert.Throws<ArgumentException>(() => Bech32.EncodeWords([32]));
        Assert.Throws<ArgumentException>(() => Bech32.ToBytes([32, 0]));
    }

    [Fact]
    public void DecodeWords_WholeAlphabetInEitherCase_GivesZeroTo31()
    {
        const string alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
        byte[] words = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        Assert.Equal(words, Bech32.DecodeWords(alphabet).Value);
        Assert.Equal(words, Bech32.DecodeWords(alphabet.ToUpperInvariant()).Value);
        Assert.Equal(alphabet, Bech32.EncodeWords(words));
        Assert.Empty(Bech32.DecodeWords("").Value);
        Assert.Equal("", Bech32.EncodeWords([]));
    }

    [Theory]
    [InlineData("qpb", WireRule.BadCharacter, 2)]
    [InlineData("1", WireRule.BadCharacter, 0)]
    [InlineData("qpi", WireRule.BadCharacter, 2)]
    [InlineData("q+q", WireRule.BadCharacter, 1)]
    [InlineData("q0Q", WireRule.MixedCase, 2)]
    [InlineData("Q0q", WireRule.MixedCase, 2)]
    public void DecodeWords_Refused_TellsTheOffsetInCharacters(string text, WireRule rule, int offset)
    {
        var error = Bech32.DecodeWords(text).Error;
        Assert.Equal((rule, offset), (error.Rule, error.Offset));
    }

    [Fact]
    public void ToWords_EveryLength_ComesBackThroughToBytes()
    {
        var random = new Random(1);
        for (var length = 0; length < 100; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            var words = Bech32.ToWords(bytes);
            Assert.Equal((length * 8 + 4) / 5, words.Length);
            Assert.Equal(bytes, Bech32.ToBytes(words).Value);
            Assert.Equal(words, Bech32.DecodeWords(Bech32.EncodeWords(words)).Value);
        }
    }

    [Fact]
    public void ToWords_KnownBytes_MostSignificantBitsFirst()
    {
        Assert.Equal([31, 28], Bech32.ToWords([0xff]));
        Assert.Equal([0, 4, 17, 16], Bech32.ToWords([0x01, 0x23]));
    }

    [Fact]
    public void ToBytes_LeftoverBits_FewerThanFiveAndZero()
    {
        Assert.Equal([0xff], Bech32.ToBytes([31, 28]).Value);
        Assert.Equal((WireRule.BadPadding, 1), Rule([31, 29]));
        Assert.Equal((WireRule.BadPadding, 1), Rule([31, 30]));
        Assert.Equal((WireRule.BadPadding, 0), Rule([0]));
        Assert.Equal((WireRule.BadPadding, 2), Rule([0, 0, 0]));
        Assert.Equal((WireRule.BadPadding, 5), Rule([0, 0, 0, 0, 0, 0]));
        Assert.Equal(2, Bech32.ToBytes([0, 0, 0, 0]).Value.Length);
        Assert.Equal(5, Bech32.ToBytes([0, 0, 0, 0, 0, 0, 0, 0]).Value.Length);

        static (WireRule, int) Rule(byte[] words)
        {
            var error = Bech32.ToBytes(words).Error;
            return (error.Rule, error.Offset);
        }
    }

    [Fact]
    public void Decode_AnyOneCharacterChanged_IsRefused()
    {
        const string text = "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw";
        for (var i = 0; i < text.Length; i++)
        {
            foreach (var c in "qpzry9x8gf2tvdw0s3jn54khce6mua7l1bio")
            {
                if (c != text[i]) Assert.False(Bech32.Decode(text[..i] + c + text[(i + 1)..]).IsOk, $"{c} at {i}");
            }
        }
    }

    private static (string Name, Bech32Variant Variant)[] Files =>
        [("bech32/bech32.json", Bech32Variant.Bech32), ("bech32/bech32m.json", Bech32Variant.Bech32m)];

    private static IEnumerable<JsonNode> Rows(string file, string list) => Vectors.Json(file)[list]!.AsArray().Select(row => row!);
}
