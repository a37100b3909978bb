using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Fuzz;

/// <summary>Every parser of strangers' bytes or text. A new one is one line here and a file in its corpus folder.</summary>
internal static partial class Targets
{
    private const string Signatures = "signmessage/signatures.json";

    internal static IReadOnlyList<FuzzTarget> All { get; } = [.. Ground(), .. Onions(), .. Messages(), .. Sessions(), .. Invoices(), .. Offers()];

    private static FuzzTarget[] Ground() =>
    [
        FuzzTarget.Bytes("BigSize", ReadBigSize, value => new WireWriter().WriteBigSize(value).ToArray(), "bolt01/bigsize.json").Allocates(0),
        FuzzTarget.Bytes("SignedInteger", SignedInteger.Parse, WriteSigned, "bolt01/signed-integers.json").Allocates(0),
        FuzzTarget.Bytes("TlvStream", input => TlvStream.Parse(input), stream => stream.ToArray(), "bolt01/tlv-streams.json"),
        FuzzTarget.Bytes("BlindedPath", BlindedPath.Parse, path => path.ToArray()).Allocates(2048, 16),
        FuzzTarget.Bytes("BlindedPaths", ReadBlindedPaths, WriteBlindedPaths).Allocates(2048, 16),
        FuzzTarget.Bytes<PublicKey>("PublicKey", PublicKey.TryParse, key => key.ToArray()).Allocates(0),
        FuzzTarget.Bytes<XOnlyPublicKey>("XOnlyPublicKey", XOnlyPublicKey.TryParse, key => key.Value.Span.ToArray()).Allocates(0),
        FuzzTarget.Bytes<NodeId>("NodeId", NodeId.TryParse, id => id.Span.ToArray()).Allocates(0),
        FuzzTarget.Text<NodeId>("NodeIdText", NodeId.TryParse, id => id.ToString()).Allocates(0) with { Canonical = LowerCase },
        FuzzTarget.Text("HexText", ByteString.ParseHex, bytes => bytes.ToHex()).Allocates(64, 1) with { Canonical = LowerCase },
        FuzzTarget.Text("ZBase32", ZBase32.Decode, bytes => ZBase32.Encode(bytes), Signatures).Allocates(128, 1),
        FuzzTarget.Bytes("MessageSignature", input => MessageSignature.Parse(input).Map(Recovered), signature => signature.ToArray()).Allocates(1024),
        FuzzTarget.Text("MessageSignatureText", text => MessageSignature.Parse(text).Map(Recovered), signature => signature.ToString(), Signatures)
            .Allocates(1024),
    ];

    private static byte[] LowerCase(byte[] text) => Array.ConvertAll(text, c => c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c | 0x20) : c);

    private static Result<ulong> ReadBigSize(ReadOnlySpan<byte> input)
    {
        var reader = new WireReader(input);
        var value = reader.ReadBigSize();
        return reader.Complete(value);
    }

    private static byte[] WriteSigned(long value)
    {
        var bytes = new byte[SignedInteger.MaxLength];
        return bytes[..SignedInteger.Write(bytes, value)];
    }

    private static Result<BlindedPath[]> ReadBlindedPaths(ReadOnlySpan<byte> input)
    {
        var reader = new WireReader(input);
        var paths = BlindedPath.ReadList(ref reader);
        return reader.Complete(paths.ToArray());
    }

    private static byte[] WriteBlindedPaths(BlindedPath[] paths)
    {
        var writer = new WireWriter();
        foreach (var path in paths) path.WriteTo(writer);
        return writer.ToArray();
    }

    // Recovery takes a stranger's scalars into the native library.
    private static MessageSignature Recovered(MessageSignature signature)
    {
        _ = signature.TryRecover("", out _);
        return signature;
    }
}
