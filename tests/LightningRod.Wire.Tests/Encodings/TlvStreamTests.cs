using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Tests.Encodings;

public sealed class TlvStreamTests
{
    [Fact]
    public void Default_IsEmpty()
    {
        Assert.Empty(TlvStream.Empty);
        Assert.Equal(0, TlvStream.Empty.EncodedLength);
        Assert.Empty(TlvStream.Empty.ToArray());
        Assert.Null(TlvStream.Empty.Find(0));
        Assert.Equal("", TlvStream.Empty.ToString());
        Assert.True(TlvStream.Of() == default);
        Assert.True(TlvStream.Parse([]).Value == default);
        Assert.Equal(0, TlvStream.Empty.GetHashCode());
        Assert.Throws<ArgumentOutOfRangeException>(() => TlvStream.Empty[0]);
    }

    [Fact]
    public void Of_AnyOrder_Sorts()
    {
        var stream = TlvStream.Of(Record(300, 1), Record(1), Record(0, 2, 3));
        Assert.Equal("00020203" + "0100" + "fd012c0101", Convert.ToHexStringLower(stream.ToArray()));
        Assert.Equal(stream.ToArray().Length, stream.EncodedLength);
        Assert.Equal("0:0203 1: 300:01", stream.ToString());
        Assert.Equal(Record(1), stream[1]);
        Assert.Equal("0203", stream.Find(0)?.ToHex());
        Assert.Null(stream.Find(2));
        Assert.Equal([true, false, true], stream.Select(record => record.IsEven));
    }

    [Fact]
    public void Of_SameTypeTwice_Throws() => Assert.Throws<ArgumentException>(() => TlvStream.Of(Record(1, 1), Record(3), Record(1, 2)));

    [Fact]
    public void Parse_WrittenStream_GivesItBack()
    {
        var random = new Random(3);
        for (var i = 0; i < 500; i++)
        {
            var types = Enumerable.Range(0, random.Next(20)).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64));
            var stream = TlvStream.Of(types.Distinct().Select(type => Record(type, RandomBytes(random))));
            var parsed = TlvStream.Parse(stream.ToArray()).Value;
            Assert.True(stream == parsed);
            Assert.Equal(stream.GetHashCode(), parsed.GetHashCode());
            Assert.Equal(stream.Count, parsed.Count);
        }
    }

    [Fact]
    public void Equals_OtherRecords_IsFalse()
    {
        var stream = TlvStream.Of(Record(1, 1), Record(2));
        Assert.True(stream != TlvStream.Of(Record(1, 1)));
        Assert.True(stream != TlvStream.Of(Record(1, 2), Record(2)));
        Assert.False(stream.Equals("no stream"));
        Assert.True(stream.Equals((object)TlvStream.Of(Record(2), Record(1, 1))));
    }

    [Fact]
    public void Parse_Unordered_TellsTheOffsetInTheOuterInput()
    {
        var error = TlvStream.Parse([1, 1, 0, 1, 0], 40).Error;
        Assert.Equal((WireRule.TypeOrder, 43), (error.Rule, error.Offset));
    }

    private static TlvRecord Record(ulong type, params byte[] value) => new(type, ByteString.CopyOf(value));

    private static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[random.Next(3) == 0 ? random.Next(400) : random.Next(4)];
        random.NextBytes(bytes);
        return bytes;
    }
}
