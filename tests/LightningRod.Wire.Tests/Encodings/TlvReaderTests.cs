using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Tests.Encodings;

public sealed class TlvReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("02020005", "2=5@0")]
    [InlineData("0101aa02020005" + "0500", "2=5@3 unknown 1:aa 5:")]
    [InlineData("0408" + "0300" + "0a020007" + "0b00", "4=(10=7@4 unknown 3: 11:)")]
    [InlineData("0400", "4=()")]
    public void Next_GoodStream_GivesTheRecords(string hex, string expected) => Assert.Equal(expected, Parse(hex).Value);

    [Theory]
    [InlineData("02020005" + "02020005", WireRule.TypeOrder, 104)]
    [InlineData("0500" + "0300", WireRule.TypeOrder, 102)]
    [InlineData("0000" + "0000", WireRule.UnknownEvenType, 100)]
    [InlineData("0101aa" + "0600", WireRule.UnknownEvenType, 103)]
    [InlineData("0203000500", WireRule.WrongLength, 104)]
    [InlineData("020100", WireRule.UnexpectedEnd, 103)]
    [InlineData("0202", WireRule.UnexpectedEnd, 101)]
    [InlineData("fd0002", WireRule.NotMinimal, 100)]
    [InlineData("02fd0002", WireRule.NotMinimal, 101)]
    [InlineData("02ff8000000000000000", WireRule.UnexpectedEnd, 101)]
    [InlineData("0404" + "0a020007", WireRule.None, 0)]
    [InlineData("0403" + "0a0107", WireRule.UnexpectedEnd, 105)]
    [InlineData("0405" + "0a03000700", WireRule.WrongLength, 106)]
    [InlineData("0404" + "0b00" + "0b00", WireRule.TypeOrder, 104)]
    [InlineData("0101aa" + "0404" + "0b00" + "0c00", WireRule.UnknownEvenType, 107)]
    public void Next_BrokenRule_TellsRuleAndOffsetInTheOutermostInput(string hex, WireRule rule, int offset)
    {
        var error = Parse(hex, 100).Error;
        Assert.Equal((rule, offset), (error.Rule, error.Offset));
    }

    [Fact]
    public void Next_AfterAnError_StopsForGood()
    {
        var tlvs = new TlvReader([1, 0, 1, 0, 3, 0]);
        Assert.True(tlvs.Next(out _, out var value));
        tlvs.Close(ref value);
        Assert.False(tlvs.Next(out _, out _));
        Assert.False(tlvs.Next(out _, out _));
        Assert.True(tlvs.Failed);
        Assert.Equal(WireRule.TypeOrder, tlvs.Error.Rule);
    }

    [Fact]
    public void Reader_InsideAMessage_CountsFromTheMessage()
    {
        var message = new WireReader([0, 16, 3, 1]);
        message.ReadUInt16();
        var tlvs = new TlvReader(message);
        tlvs.Next(out _, out _);
        Assert.Equal((WireRule.UnexpectedEnd, 3), (tlvs.Error.Rule, tlvs.Error.Offset));
    }

    [Fact]
    public void Reader_AfterAFailedMessage_KeepsItsError()
    {
        var message = new WireReader([1, 0]);
        message.Fail(WireRule.UnknownVersion, "first");
        var tlvs = new TlvReader(message);
        Assert.False(tlvs.Next(out _, out _));
        Assert.Equal(WireRule.UnknownVersion, tlvs.Complete(1).Error.Rule);
    }

    [Fact]
    public void Require_MissingRecord_FailsAtTheEnd()
    {
        var tlvs = new TlvReader([1, 0], 50);
        while (tlvs.Next(out _, out var value)) tlvs.Unknown(ref value);
        tlvs.Require(true, "there");
        Assert.False(tlvs.Failed);
        tlvs.Require(false, "offer_issuer_id");
        tlvs.Require(false, "another");
        Assert.Equal(new WireError(WireRule.MissingField, 52, "offer_issuer_id is missing"), tlvs.Error);
    }

    [Fact]
    public void Fail_OwnRule_TellsTheRecord()
    {
        var tlvs = new TlvReader([1, 0, 3, 0], 50);
        tlvs.Next(out _, out _);
        tlvs.Next(out _, out _);
        tlvs.Fail(WireRule.ForbiddenField, "no type 3 here");
        Assert.Equal(new WireError(WireRule.ForbiddenField, 52, "no type 3 here"), tlvs.Error);
    }

    /// <summary>Type 2 is a u16, type 4 a stream in which type 10 is a u16; other types are unknown.</summary>
    private static Result<string> Parse(string hex, int start = 0)
    {
        var tlvs = new TlvReader(Convert.FromHexString(hex), start);
        var found = new List<string>();
        while (tlvs.Next(out var type, out var value))
        {
            switch (type)
            {
                case 2: found.Add($"2={value.ReadUInt16()}@{tlvs.RecordOffset - start}"); break;
                case 4: found.Add($"4=({Inner(ref value, start)})"); break;
                default: tlvs.Unknown(ref value); break;
            }

            tlvs.Close(ref value);
        }

        if (tlvs.Unknowns.Count > 0) found.Add($"unknown {tlvs.Unknowns}");
        return tlvs.Complete(string.Join(' ', found));
    }

    private static string Inner(ref WireReader outer, int start)
    {
        var offset = outer.Offset;
        var tlvs = new TlvReader(outer.ReadRestSpan(), offset);
        var found = new List<string>();
        while (tlvs.Next(out var type, out var value))
        {
            if (type == 10)
                found.Add($"10={value.ReadUInt16()}@{tlvs.RecordOffset - start}");
            else
                tlvs.Unknown(ref value);
            tlvs.Close(ref value);
        }

        if (tlvs.Failed) outer.Fail(tlvs.Error);
        if (tlvs.Unknowns.Count > 0) found.Add($"unknown {tlvs.Unknowns}");
        return string.Join(' ', found);
    }
}
