using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Wire.Tests.Bolt12;

public sealed class InvoiceErrorTests
{
    [Theory]
    [InlineData("", WireRule.MissingField, 0)]
    [InlineData("010152", WireRule.MissingField, 3)]
    [InlineData("0301ff 0501 61", WireRule.ForbiddenField, 0)]
    [InlineData("0201ff 0501 61", WireRule.UnknownEvenType, 0)]
    [InlineData("0501 61 0601 00", WireRule.UnknownEvenType, 3)]
    [InlineData("0501 61 0101 52", WireRule.TypeOrder, 3)]
    [InlineData("0502 61ff", WireRule.NotUtf8, 3)]
    [InlineData("0102 0052 0501 61", WireRule.NotMinimal, 2)]
    [InlineData("0109 010101010101010101 0501 61", WireRule.WrongLength, 2)]
    [InlineData("0505 61", WireRule.UnexpectedEnd, 1)]
    public void Parse_BrokenRule_IsToldWithItsOffset(string hex, WireRule rule, int offset)
    {
        var error = InvoiceError.Parse(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))).Error;
        Assert.Equal((rule, offset), (error.Rule, error.Offset));
    }

    [Fact]
    public void Parse_TooLarge_IsRefused()
    {
        var largest = new InvoiceError(new string('a', Bolt12Message.MaxSize - 4));
        Assert.Equal(largest, InvoiceError.Parse(largest.ToArray()).Value);
        var error = InvoiceError.Parse(new InvoiceError(new string('a', Bolt12Message.MaxSize - 3)).ToArray()).Error;
        Assert.Equal((WireRule.TooLarge, Bolt12Message.MaxSize), (error.Rule, error.Offset));

        var crowded = new InvoiceError("a") { Unknowns = Samples.Unknowns([.. Enumerable.Range(0, 256).Select(i => 7 + (2 * (ulong)i))]) };
        Assert.Equal(WireRule.TooLarge, InvoiceError.Parse(crowded.ToArray()).Error.Rule);
        Assert.True(InvoiceError.Parse((crowded with { Unknowns = TlvStream.Of(crowded.Unknowns.Skip(1)) }).ToArray()).IsOk);
    }

    [Fact]
    public void ToArray_AllFields_ReadBack()
    {
        var error = new InvoiceError("too little")
        {
            ErroneousField = 82,
            SuggestedValue = ByteString.CopyOf([0x10, 0]),
            Unknowns = Samples.Unknowns(7, 70_001),
        };
        Assert.Equal("01015203021000050a746f6f206c6974746c650703010203fe0001117103010203", Convert.ToHexStringLower(error.ToArray()));
        Assert.Equal(error, InvoiceError.Parse(error.ToArray()).Value);
        Assert.Equal("0500", Convert.ToHexString(new InvoiceError("").ToArray()));
        Assert.Equal(new InvoiceError(""), InvoiceError.Parse([5, 0]).Value);
    }

    [Theory]
    [InlineData("050161")]
    [InlineData("010108" + "050161")]
    [InlineData("0501" + "05")]
    public void Parse_LengthBeforeTheStream_IsLdksForm(string hex)
    {
        var plain = InvoiceError.Parse(Convert.FromHexString(hex)).Value;
        Assert.Equal(Dialect.Specification, plain.Dialect);
        byte[] prefixed = [(byte)(hex.Length / 2), .. Convert.FromHexString(hex)];
        var read = InvoiceError.Parse(prefixed).Value;
        Assert.Equal(plain with { Dialect = Dialect.Ldk }, read);
        Assert.Equal(prefixed, read.ToArray());
    }

    [Fact]
    public void Parse_LengthThatIsNotTheStreams_IsRefused() =>
        Assert.False(InvoiceError.Parse(Convert.FromHexString("04050161")).IsOk);
}
