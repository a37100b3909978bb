using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Tests.Encodings;

public sealed class ResultTests
{
    private static readonly WireError Error = new(WireRule.BadHmac, 7, "it does not match");

    [Fact]
    public void Value_Ok_IsGiven()
    {
        Result<int> result = 5;
        Assert.True(result.IsOk);
        Assert.Equal(5, result.Value);
        Assert.Equal(default, result.Error);
        Assert.True(result.TryGet(out var value, out var error));
        Assert.Equal((5, default), (value, error));
        Assert.Equal("5", result.ToString());
    }

    [Fact]
    public void Value_Error_ThrowsItsText()
    {
        Result<string> result = Error;
        Assert.False(result.IsOk);
        Assert.False(result.TryGet(out var value, out var error));
        Assert.Null(value);
        Assert.Equal(Error, error);
        Assert.Equal("BadHmac at offset 7: it does not match", Assert.Throws<InvalidOperationException>(() => result.Value).Message);
        Assert.Equal("BadHmac at offset 7: it does not match", result.ToString());
    }

    [Fact]
    public void Default_IsNeither()
    {
        Result<int> result = default;
        Assert.False(result.IsOk);
        Assert.Equal(WireRule.None, result.Error.Rule);
        Assert.Throws<InvalidOperationException>(() => result.Value);
    }

    [Fact]
    public void ThenAndMap_GoOnWithTheValueOnly()
    {
        Result<int> ok = 5, bad = Error;
        Assert.Equal("5!", ok.Map(v => $"{v}!").Value);
        Assert.Equal(6, ok.Then<int>(v => v + 1).Value);
        Assert.Equal(Error, ok.Then<int>(_ => Error).Error);
        Assert.Equal(Error, bad.Map<int>(_ => throw new InvalidOperationException()).Error);
        Assert.Equal(Error, bad.Then<int>(_ => throw new InvalidOperationException()).Error);
    }

    [Fact]
    public void Within_OuterInput_ShiftsTheOffsetOnly() => Assert.Equal(Error with { Offset = 107 }, Error.Within(100));
}
