using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Tests.Encodings;

public sealed class ByteStringTests
{
    [Fact]
    public void Default_IsEmpty()
    {
        Assert.True(default(ByteString).IsEmpty);
        Assert.Equal(0, ByteString.Empty.Length);
        Assert.Equal("", ByteString.Empty.ToString());
        Assert.Empty(ByteString.Empty.ToArray());
        Assert.Equal(ByteString.Empty, ByteString.Own(Array.Empty<byte>()));
        Assert.Equal(ByteString.Empty.GetHashCode(), ByteString.CopyOf([]).GetHashCode());
    }

    [Fact]
    public void CopyOf_SourceChangedLater_Stays()
    {
        byte[] source = [1, 2];
        ByteString copy = ByteString.CopyOf(source), owned = ByteString.Own(source);
        source[0] = 9;
        Assert.Equal("0102", copy.ToHex());
        Assert.Equal("0902", owned.ToHex());
    }

    [Fact]
    public void ToArray_Changed_LeavesTheBytes()
    {
        var bytes = ByteString.CopyOf([1, 2]);
        bytes.ToArray()[0] = 9;
        Assert.Equal("0102", bytes.ToHex());
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("00ff", "00ff")]
    [InlineData("aBCdeF", "abcdef")]
    public void ParseHex_Digits_GivesBytes(string text, string hex) => Assert.Equal(hex, ByteString.ParseHex(text).Value.ToHex());

    [Theory]
    [InlineData("0", WireRule.WrongLength, 1)]
    [InlineData("001", WireRule.WrongLength, 3)]
    [InlineData("0g", WireRule.BadCharacter, 1)]
    [InlineData("0x00", WireRule.BadCharacter, 1)]
    [InlineData("00 ", WireRule.BadCharacter, 2)]
    [InlineData("00\uff11\uff11", WireRule.BadCharacter, 2)]
    [InlineData("\u0130", WireRule.BadCharacter, 0)]
    public void ParseHex_AnythingElse_TellsRuleAndCharacter(string text, WireRule rule, int offset)
    {
        var error = ByteString.ParseHex(text).Error;
        Assert.Equal((rule, offset), (error.Rule, error.Offset));
    }

    [Fact]
    public void Equals_Content_NotIdentity()
    {
        ByteString one = ByteString.CopyOf([1, 2, 3]), same = ByteString.CopyOf([0, 1, 2, 3]).Slice(1, 3);
        Assert.True(one == same);
        Assert.True(one.Equals((object)same));
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.True(one != ByteString.CopyOf([1, 2]));
        Assert.False(one.Equals("010203"));
        ReadOnlySpan<byte> span = same;
        Assert.Equal([1, 2, 3], span.ToArray());
        Assert.Equal([1, 2, 3], same.Memory.ToArray());
    }
}
