using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Tests.Cryptography;

namespace LightningRod.Wire.Tests.Encodings;

public sealed class WireWriterTests
{
    [Fact]
    public void Write_EveryType_GivesTheBytesOfBolt1()
    {
        var writer = new WireWriter(0)
            .Write([0xaa, 0xbb]).WriteByte(1).WriteUInt16(0x0203).WriteUInt32(0x04050607).WriteUInt64(0x08090a0b0c0d0e0f).WriteBigSize(0x100)
            .WriteTruncated(0).WriteTruncated(0x0100).WritePublicKey(Curve.Key(1).PublicKey).WriteNodeId(NodeId.FromHex(Curve.Generator))
            .WriteBytes32(Bytes32.FromHex(Curve.Generator[2..])).WriteShortChannelId(new(1, 2, 3)).WriteUtf8("").WriteUtf8("ó");
        const string Expected = "aabb" + "01" + "0203" + "04050607" + "08090a0b0c0d0e0f" + "fd0100" + "0100";
        var tail = Curve.Generator + Curve.Generator + Curve.Generator[2..] + "0000010000020003" + "c3b3";
        Assert.Equal(Expected + tail, Convert.ToHexStringLower(writer.ToArray()));
        Assert.Equal(writer.ToArray().Length, writer.Length);
        Assert.Equal(writer.ToArray(), writer.WrittenSpan.ToArray());
        Assert.Equal(writer.ToArray(), writer.ToByteString().ToArray());
    }

    [Fact]
    public void Write_RandomValues_AreReadBack()
    {
        var random = new Random(5);
        for (var i = 0; i < 2000; i++)
        {
            var value = (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
            var id = new NodeId(Curve.Key(1 + random.Next(1000)).PublicKey);
            var bytes = new WireWriter().WriteUInt64(value).WriteBigSize(value).WriteUInt32((uint)value).WriteNodeId(id).WriteTruncated(value)
                .ToArray();
            var reader = new WireReader(bytes);
            Assert.Equal(value, reader.ReadUInt64());
            Assert.Equal(value, reader.ReadBigSize());
            Assert.Equal((uint)value, reader.ReadUInt32());
            Assert.Equal(id, reader.ReadNodeId());
            Assert.Equal(value, reader.ReadTruncatedUInt64());
            Assert.True(reader.Complete(true).IsOk);
        }
    }

    [Fact]
    public void ToByteString_WrittenOnLater_Stays()
    {
        var writer = new WireWriter(1).WriteByte(1);
        var bytes = writer.ToByteString();
        writer.WriteUInt64(ulong.MaxValue);
        Assert.Equal("01", bytes.ToHex());
    }
}
