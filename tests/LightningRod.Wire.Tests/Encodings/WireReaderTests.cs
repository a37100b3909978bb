using LightningRod.Wire.Encodings;
using LightningRod.Wire.Tests.Cryptography;

namespace LightningRod.Wire.Tests.Encodings;

public sealed class WireReaderTests
{
    private delegate object? Read(ref WireReader reader);

    private static readonly Dictionary<string, Read> Reads = new()
    {
        ["span"] = (ref reader) => reader.ReadSpan(3).ToArray(),
        ["bytes"] = (ref reader) => reader.ReadBytes(3),
        ["rest span"] = (ref reader) => reader.ReadRestSpan().ToArray(),
        ["rest"] = (ref reader) => reader.ReadRest(),
        ["u8"] = (ref reader) => reader.ReadByte(),
        ["u16"] = (ref reader) => reader.ReadUInt16(),
        ["u32"] = (ref reader) => reader.ReadUInt32(),
        ["u64"] = (ref reader) => reader.ReadUInt64(),
        ["bigsize"] = (ref reader) => reader.ReadBigSize(),
        ["bigsize length"] = (ref reader) => reader.ReadBigSizeLength(),
        ["tu16"] = (ref reader) => reader.ReadTruncatedUInt16(),
        ["tu32"] = (ref reader) => reader.ReadTruncatedUInt32(),
        ["tu64"] = (ref reader) => reader.ReadTruncatedUInt64(),
        ["point"] = (ref reader) => reader.ReadPublicKey(),
        ["node id"] = (ref reader) => reader.ReadNodeId(),
        ["32 bytes"] = (ref reader) => reader.ReadBytes32(),
        ["short_channel_id"] = (ref reader) => reader.ReadShortChannelId(),
        ["utf8"] = (ref reader) => reader.ReadUtf8(),
    };

    public static IEnumerable<TheoryDataRow<string>> Names() => Reads.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory, MemberData(nameof(Names))]
    public void AnyRead_AfterAFailure_GivesNothingAndKeepsTheError(string name)
    {
        var reader = new WireReader(new byte[100], 1000);
        reader.ReadUInt16();
        reader.Fail(WireRule.ForbiddenField, "first");
        reader.Fail(WireRule.BadHmac, "second");
        var value = Reads[name](ref reader);
        Assert.True(value is "" or byte[] { Length: 0 } || value!.Equals(Activator.CreateInstance(value.GetType())), $"{value}");
        Assert.Equal(new WireError(WireRule.ForbiddenField, 1002, "first"), reader.Error);
        Assert.Equal(1002, reader.Offset);
        Assert.Equal(0, reader.Remaining);
        Assert.True(reader.Failed);
        Assert.Equal("first", reader.Complete(1).Error.Detail);
    }

    [Theory]
    [InlineData("u8", 1)]
    [InlineData("u16", 2)]
    [InlineData("u32", 4)]
    [InlineData("u64", 8)]
    [InlineData("short_channel_id", 8)]
    [InlineData("32 bytes", 32)]
    [InlineData("point", 33)]
    [InlineData("node id", 33)]
    [InlineData("span", 3)]
    [InlineData("bytes", 3)]
    public void FixedSizeRead_InputEndsEarly_FailsAtTheEnd(string name, int size)
    {
        for (var length = 0; length < size; length++)
        {
            var reader = new WireReader(new byte[length], 10);
            Reads[name](ref reader);
            Assert.Equal((WireRule.UnexpectedEnd, 10 + length), (reader.Error.Rule, reader.Error.Offset));
        }
    }

    [Fact]
    public void Integers_AreBigEndianAndMoveTheOffset()
    {
        var reader = new WireReader(Convert.FromHexString("01" + "0203" + "04050607" + "08090a0b0c0d0e0f" + "fd0100"), 5);
        Assert.Equal(0x01, reader.ReadByte());
        Assert.Equal(0x0203, reader.ReadUInt16());
        Assert.Equal(0x04050607u, reader.ReadUInt32());
        Assert.Equal(0x08090a0b0c0d0e0ful, reader.ReadUInt64());
        Assert.Equal((20, 3), (reader.Offset, reader.Remaining));
        Assert.Equal(256ul, reader.ReadBigSize());
        Assert.True(reader.Complete(true).Value);
    }

    [Fact]
    public void Complete_BytesLeft_FailsWhereTheyBegin()
    {
        var reader = new WireReader([1, 2, 3]);
        reader.ReadByte();
        var error = reader.Complete(1).Error;
        Assert.Equal((WireRule.TrailingBytes, 1), (error.Rule, error.Offset));
    }

    [Theory]
    [InlineData("tu16", "", 0)]
    [InlineData("tu16", "ffff", 0xffff)]
    [InlineData("tu32", "01", 1)]
    [InlineData("tu32", "ffffffff", 0xffffffff)]
    [InlineData("tu64", "0100000000000000", 0x0100000000000000)]
    [InlineData("tu64", "ffffffffffffffff", ulong.MaxValue)]
    public void TruncatedInteger_Minimal_IsRead(string name, string hex, ulong value)
    {
        var reader = new WireReader(Convert.FromHexString(hex));
        Assert.Equal(value, Convert.ToUInt64(Reads[name](ref reader), null));
        Assert.False(reader.Failed);
    }

    [Theory]
    [InlineData("tu16", "00", WireRule.NotMinimal)]
    [InlineData("tu16", "0001", WireRule.NotMinimal)]
    [InlineData("tu16", "010000", WireRule.WrongLength)]
    [InlineData("tu32", "00ffffff", WireRule.NotMinimal)]
    [InlineData("tu32", "0100000000", WireRule.WrongLength)]
    [InlineData("tu64", "0000000000000000", WireRule.NotMinimal)]
    [InlineData("tu64", "010000000000000000", WireRule.WrongLength)]
    public void TruncatedInteger_LeadingZeroOrTooLong_FailsAtItsStart(string name, string hex, WireRule rule)
    {
        var reader = new WireReader(Convert.FromHexString("ff" + hex), 3);
        reader.ReadByte();
        Reads[name](ref reader);
        Assert.Equal((rule, 4), (reader.Error.Rule, reader.Error.Offset));
    }

    [Fact]
    public void ReadBigSize_NotMinimal_FailsAtItsStart()
    {
        var reader = new WireReader([0, 0xfd, 0, 1], 3);
        reader.ReadByte();
        reader.ReadBigSize();
        Assert.Equal((WireRule.NotMinimal, 4), (reader.Error.Rule, reader.Error.Offset));
    }

    [Theory]
    [InlineData("03aabb")]
    [InlineData("fd0100aabb")]
    [InlineData("fe80000000aabb")]
    [InlineData("ff8000000000000000aabb")]
    [InlineData("ffffffffffffffffffaabb")]
    public void ReadBigSizeLength_BeyondTheEnd_FailsAtTheLength(string hex)
    {
        var reader = new WireReader(Convert.FromHexString(hex), 7);
        Assert.Equal(0, reader.ReadBigSizeLength());
        Assert.Equal((WireRule.UnexpectedEnd, 7), (reader.Error.Rule, reader.Error.Offset));
    }

    [Fact]
    public void ReadSpan_NegativeCount_FailsLikeOneTooLarge()
    {
        var reader = new WireReader([1, 2, 3]);
        reader.ReadBytes(unchecked((int)0x80000001u));
        Assert.Equal((WireRule.UnexpectedEnd, 3), (reader.Error.Rule, reader.Error.Offset));
    }

    [Theory]
    [InlineData("point", "00")]
    [InlineData("point", "04")]
    [InlineData("node id", "00")]
    [InlineData("node id", "04")]
    public void Point_WrongPrefix_FailsAtItsStart(string name, string prefix)
    {
        var reader = new WireReader(Convert.FromHexString("ff" + prefix + Curve.Generator[2..]), 3);
        reader.ReadByte();
        Reads[name](ref reader);
        Assert.Equal((WireRule.NotAPoint, 4), (reader.Error.Rule, reader.Error.Offset));
    }

    [Fact]
    public void NodeId_OffTheCurve_IsANameButNoPoint()
    {
        var bytes = Convert.FromHexString("02eefdea4cdb677750a420fee807eacf21eb9898ae79b9768766e4faa04a2d4a34");
        var reader = new WireReader(bytes);
        Assert.Equal(bytes, reader.ReadNodeId().Span.ToArray());
        reader = new WireReader(bytes);
        reader.ReadPublicKey();
        Assert.Equal((WireRule.NotAPoint, 0), (reader.Error.Rule, reader.Error.Offset));
    }

    [Theory]
    [InlineData("ff", 0)]
    [InlineData("61ff", 1)]
    [InlineData("6161c3", 2)]
    [InlineData("c3b3eda080", 2)]
    [InlineData("61c080", 1)]
    public void ReadUtf8_BadBytes_TellsWhere(string hex, int at)
    {
        var reader = new WireReader(Convert.FromHexString("00" + hex), 10);
        reader.ReadByte();
        Assert.Equal("", reader.ReadUtf8());
        Assert.Equal((WireRule.NotUtf8, 11 + at), (reader.Error.Rule, reader.Error.Offset));
    }

    [Fact]
    public void ReadUtf8_Text_IsReadToTheEnd()
    {
        var reader = new WireReader("zażółć ⚡"u8);
        Assert.Equal("zażółć ⚡", reader.ReadUtf8());
        Assert.True(reader.Complete(true).IsOk);
    }

    [Fact]
    public void InnerReader_KeepsOuterOffsets()
    {
        var outer = new WireReader([9, 1, 2, 3, 9], 100);
        outer.ReadByte();
        var inner = outer.ReadReader(3);
        Assert.Equal((101, 3), (inner.Offset, inner.Remaining));
        inner.ReadUInt16();
        inner.ReadUInt16();
        outer.Close(ref inner);
        Assert.Equal((WireRule.UnexpectedEnd, 104), (outer.Error.Rule, outer.Error.Offset));
    }

    [Fact]
    public void InnerReader_BytesLeft_FailsTheOuterOne()
    {
        var outer = new WireReader([1, 2, 3], 100);
        var inner = outer.ReadReader(2);
        inner.ReadByte();
        outer.Close(ref inner);
        Assert.Equal((WireRule.TrailingBytes, 101), (outer.Error.Rule, outer.Error.Offset));
    }

    [Fact]
    public void InnerReader_LongerThanTheInput_FailsBoth()
    {
        var outer = new WireReader([1, 2, 3]);
        var inner = outer.ReadReader(4);
        Assert.True(outer.Failed && inner.Failed);
        Assert.Equal(0, inner.ReadByte());
        outer.Close(ref inner);
        Assert.Equal((WireRule.UnexpectedEnd, 3), (outer.Error.Rule, outer.Error.Offset));
    }
}
