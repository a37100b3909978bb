using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Tests.Cryptography;

namespace LightningRod.Wire.Tests.Encodings;

public sealed class TlvWriterTests
{
    [Fact]
    public void ToArray_AnyOrder_WritesInOrderOfType()
    {
        var key = Curve.Key(1).PublicKey;
        var bytes = new TlvWriter()
            .AddNodeId(16, new NodeId(key)).AddPublicKey(14, key).AddBytes32(12, Bytes32.FromHex(Curve.Generator[2..]))
            .AddUtf8(10, "ó").AddUtf8(11, "").AddTruncated(8, 0x0100).AddTruncated(9, 0)
            .Add(6, writer => writer.WriteUInt16(5)).Add(4, [1, 2]).AddBytes(2, ByteString.Empty)
            .AddRange(TlvStream.Of(new TlvRecord(7, ByteString.CopyOf([7])), new TlvRecord(1, default))).ToArray();
        const string Expected = "0100" + "0200" + "04020102" + "06020005" + "070107" + "08020100" + "0900" + "0a02c3b3" + "0b00";
        Assert.Equal(Expected + "0c20" + Curve.Generator[2..] + "0e21" + Curve.Generator + "1021" + Curve.Generator, Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void Add_Null_WritesNothing() =>
        Assert.Empty(new TlvWriter().AddBytes(1, null).AddTruncated(2, null).AddUtf8(3, null).AddPublicKey(4, null).AddNodeId(5, null)
            .AddBytes32(6, null).AddRange(default).ToArray());

    [Fact]
    public void ToArray_SameTypeTwice_Throws()
    {
        var writer = new TlvWriter().Add(3, [1]).AddTruncated(5, 1).AddRange(TlvStream.Of(new TlvRecord(3, default)));
        Assert.Contains("3", Assert.Throws<ArgumentException>(writer.ToArray).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => writer.ToStream());
    }

    [Fact]
    public void Add_CallersBytesChangedLater_Stays()
    {
        byte[] value = [1];
        var writer = new TlvWriter().Add(1, value);
        value[0] = 9;
        Assert.Equal("010101", Convert.ToHexStringLower(writer.ToArray()));
    }
}
