using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Tests.Encodings;

public sealed class ZBase32Tests
{
    private const string Alphabet = "ybndrfg8ejkmcpqxot1uwisza345h769";

    [Theory]
    [InlineData("", "")]
    [InlineData("00", "yy")]
    [InlineData("80", "oy")]
    [InlineData("ff", "9h")]
    [InlineData("ffff", "999o")]
    [InlineData("8b8880", "tqrey")]
    [InlineData("f0bfc7", "6n9hq")]
    [InlineData("d47a04", "4t7ye")]
    [InlineData("f557bb0c", "6im5sdy")]
    [InlineData("ffffffffff", "99999999")]
    [InlineData("00443214c74254b635cf84653a56d7c675be77df", Alphabet)]
    public void EncodeAndDecode_Example_AgreeBothWays(string hex, string text)
    {
        Assert.Equal(text, ZBase32.Encode(Convert.FromHexString(hex)));
        Assert.Equal(hex, ZBase32.Decode(text).Value.ToHex());
    }

    [Fact]
    public void Decode_EncodedBytes_GivesThemBack()
    {
        var random = new Random(32);
        for (var length = 0; length < 100; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            Assert.Equal(bytes, ZBase32.Decode(ZBase32.Encode(bytes)).Value.ToArray());
        }
    }

    [Theory]
    [InlineData("v", 0)]
    [InlineData("yyl", 2)]
    [InlineData("Yy", 0)]
    [InlineData("y2", 1)]
    [InlineData("yy yy", 2)]
    [InlineData("yyyy=", 4)]
    [InlineData("y\u0131", 1)]
    [InlineData("\uffffy", 0)]
    public void Decode_CharacterOutsideTheAlphabet_TellsWhere(string text, int offset)
    {
        var error = ZBase32.Decode(text).Error;
        Assert.Equal((WireRule.BadCharacter, offset), (error.Rule, error.Offset));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(14)]
    public void Decode_LengthThatNoBytesEncodeTo_Refuses(int length) =>
        Assert.Equal(WireRule.WrongLength, ZBase32.Decode(new string('y', length)).Error.Rule);

    [Fact]
    public void Decode_EveryLastCharacter_AcceptsOnlyZeroPadding()
    {
        // Two characters hold 8 bits and 2 left over, four 16 and 4, five 24 and 1, seven 32 and 3.
        foreach (var (length, padding) in new[] { (2, 2), (4, 4), (5, 1), (7, 3), (8, 0) })
        {
            for (var value = 0; value < 32; value++)
            {
                var text = new string('y', length - 1) + Alphabet[value];
                var result = ZBase32.Decode(text);
                Assert.Equal(value % (1 << padding) == 0, result.IsOk);
                if (result.IsOk)
                    Assert.Equal(text, ZBase32.Encode(result.Value));
                else
                    Assert.Equal((WireRule.BadPadding, length - 1), (result.Error.Rule, result.Error.Offset));
            }
        }
    }
}
