using FsCheck;
using FsCheck.Fluent;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Fuzz;

/// <summary>What was written is read back as the same value.</summary>
public sealed class RoundTripTests
{
    private static readonly Gen<byte> Byte = ArbMap.Default.GeneratorFor<byte>();

    /// <summary>Numbers of every width, not just small ones.</summary>
    private static readonly Gen<ulong> Number =
        from bytes in Byte.ArrayOf(8)
        from shift in Gen.Choose(0, 63)
        select BitConverter.ToUInt64(bytes) >> shift;

    private static readonly Gen<byte[]> Bytes = Gen.Choose(0, 300).SelectMany(length => Byte.ArrayOf(length));

    private static readonly Gen<PrivateKey> Key =
        Byte.ArrayOf(32).Select(bytes => PrivateKey.TryCreate(bytes, out var key) ? key : PrivateKey.FromHex($"{1:x64}"));

    private static readonly Gen<TlvStream> Stream =
        from types in Number.ListOf()
        from values in Bytes.ListOf(types.Count)
        select TlvStream.Of(types.Zip(values, (type, value) => new TlvRecord(type, ByteString.CopyOf(value))).DistinctBy(record => record.Type));

    private static readonly Gen<IntroductionNode> Introduction = Gen.OneOf(
        Key.Select(key => IntroductionNode.Of(new NodeId(key.PublicKey))),
        from channel in Number
        from direction in Gen.Choose(0, 1)
        select IntroductionNode.Of(new ShortChannelId(channel), (byte)direction));

    private static readonly Gen<BlindedPath> Path =
        from introduction in Introduction
        from pathKey in Key
        from hops in Key.SelectMany(key => Bytes, (key, data) => new BlindedHop(key.PublicKey, ByteString.CopyOf(data))).NonEmptyListOf()
        select new BlindedPath(introduction, pathKey.PublicKey, [.. hops.Take(255)]);

    [Fact]
    public void BigSize_AnyNumber() => Holds(Number, value =>
    {
        var bytes = new byte[BigSize.MaxLength];
        var written = BigSize.Write(bytes, value);
        return BigSize.TryRead(bytes, out var read, out var length, out _) && (read, length) == (value, written);
    });

    [Fact]
    public void SignedInteger_AnyNumber() => Holds(Number, value =>
    {
        var bytes = new byte[SignedInteger.MaxLength];
        return SignedInteger.Parse(bytes.AsSpan(0, SignedInteger.Write(bytes, (long)value))).Value == (long)value
            && SignedInteger.Parse(bytes.AsSpan(0, SignedInteger.Write(bytes, ~(long)value))).Value == ~(long)value;
    });

    [Fact]
    public void TlvStream_AnyRecords() => Holds(Stream, stream => TlvStream.Parse(stream.ToArray()).Value == stream);

    [Fact]
    public void TlvStream_HigherTypesAppended_AreReadTogether() => Holds(Stream, stream =>
    {
        var cut = stream.Count / 2;
        byte[] joined = [.. TlvStream.Of(stream.Take(cut)).ToArray(), .. TlvStream.Of(stream.Skip(cut)).ToArray()];
        return TlvStream.Parse(joined).Value == stream;
    });

    [Fact]
    public void BlindedPath_AnyHops() => Holds(Path, path => BlindedPath.Parse(path.ToArray()).Value == path);

    [Fact]
    public void Text_AnyBytes() => Holds(Bytes, bytes =>
        ByteString.ParseHex(Convert.ToHexString(bytes)).Value.Span.SequenceEqual(bytes)
        && ZBase32.Decode(ZBase32.Encode(bytes)).Value.Span.SequenceEqual(bytes));

    [Fact]
    public void Keys_AnyScalar() => Holds(Key, key =>
        PublicKey.TryParse(key.PublicKey.ToArray(), out var point) && point == key.PublicKey
        && NodeId.TryParse(new NodeId(point).ToString(), out var id) && id.ToPublicKey(out var back) && back == point
        && XOnlyPublicKey.TryParse(point.ToXOnly().Value.Span, out var x) && x == point.ToXOnly());

    [Fact]
    public void MessageSignature_AnyMessage()
    {
        var signed =
            from key in Key
            from message in ArbMap.Default.GeneratorFor<string>()
            select (key.PublicKey, Message: message ?? "", Signature: MessageSignature.Sign(key, message ?? ""));
        Holds(signed, made =>
            MessageSignature.Parse(made.Signature.ToArray()).Value == made.Signature
            && MessageSignature.Parse(made.Signature.ToString()).Value == made.Signature
            && made.Signature.Verify(made.Message, made.PublicKey));
    }

    private static void Holds<T>(Gen<T> values, Func<T, bool> property) => Prop.ForAll(values.ToArbitrary(), property).Check(FuzzSettings.Properties);
}
