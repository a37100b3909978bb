using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Onion;

namespace LightningRod.Cli.Decode.Describers;

/// <summary>An onion packet from outside: version, ephemeral key, hop payloads, HMAC (BOLT 4, "Packet Structure").</summary>
internal static class OnionPacketDescriber
{
    internal static Result<DecodedNode> FromBytes(ReadOnlySpan<byte> bytes, DecodeContext context)
    {
        if (bytes.Length <= Sphinx.Overhead)
            return new WireError(WireRule.UnexpectedEnd, bytes.Length, $"an onion packet has more than {Sphinx.Overhead} bytes");
        if (bytes[0] != 0) return new WireError(WireRule.UnknownVersion, 0, "an onion packet's version is 0");
        if (!PublicKey.TryParse(bytes.Slice(1, PublicKey.Size), out var key))
            return new WireError(WireRule.NotAPoint, 1, "an onion packet's ephemeral key is no point");
        return DecodedNode.Object(new Fields()
            .Add("version", Values.Number(bytes[0]))
            .Add("public_key", Values.Word(key.ToString()))
            .Add("hop_payloads", Values.Bytes(bytes[(1 + PublicKey.Size)..^Sphinx.HmacSize]))
            .Add("hmac", Values.Bytes(bytes[^Sphinx.HmacSize..])));
    }

    /// <summary>A packet inside something else.</summary>
    internal static DecodedNode? Describe(ByteString? packet, DecodeContext context) =>
        packet is { } bytes ? Kinds.OnionPacket.Inside(bytes, context) : null;
}
