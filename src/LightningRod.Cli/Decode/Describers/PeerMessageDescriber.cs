using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Cli.Decode.Describers;

/// <summary>A peer message: type, name, and the fields of those that this library knows (BOLT 1).</summary>
internal static class PeerMessageDescriber
{
    internal static Result<DecodedNode> FromBytes(ReadOnlySpan<byte> bytes, DecodeContext context)
    {
        if (!PeerMessage.Parse(bytes).TryGet(out var message, out var error)) return error;
        return Describe(message, bytes, context).Map(fields => DecodedNode.Object(new Fields()
            .Add("type", Values.Number(message.Type))
            .Add("name", WireNumbers.Find(nameof(MessageType), message.Type) is { } row ? Values.Word(row.Name) : null)
            .AddRange(fields)));
    }

    private static Result<Fields> Describe(PeerMessage message, ReadOnlySpan<byte> bytes, DecodeContext context) => message switch
    {
        OnionMessage onion => OnionMessageDescriber.Fields(onion.PathKey, onion.OnionRoutingPacket, context),
        UnknownMessage { Type: MessageType.UpdateAddHtlc } => ChannelMessageDescriber.UpdateAddHtlc(bytes, context),
        UnknownMessage { Type: MessageType.RevokeAndAck } => ChannelMessageDescriber.RevokeAndAck(bytes, context),
        _ => Known(message),
    };

    private static Fields Known(PeerMessage message) => message switch
    {
        Init init => new Fields(nameof(InitTlv))
            .Add("features", Values.Features(init.Features))
            .Add(InitTlv.Networks, Values.List(init.Networks, chain => Values.Chain(chain)))
            .Add(InitTlv.RemoteAddress, Address(init.RemoteAddress)),
        Ping ping => new Fields()
            .Add("num_pong_bytes", Values.Number(ping.NumPongBytes, ping.ExpectsPong ? "" : "(no pong is wanted)"))
            .Add("byteslen", Values.Number(ping.BytesLen)),
        Pong pong => new Fields().Add("byteslen", Values.Number(pong.BytesLen)),
        Notice notice => new Fields()
            .Add("channel_id", DecodedNode.Value(notice.IsForAllChannels ? "all channels" : notice.ChannelId.ToString(), notice.ChannelId.ToString()))
            .Add("data", Values.Bytes(notice.Data.Span))
            .Add("text", DecodedNode.Value($"\"{notice.Text}\"", notice.Text)),
        Lsps0Frame frame => new Fields().Add("json", Lsps0Describer.Describe(frame)),
        UnknownMessage unknown => new Fields()
            .Add("must_be_understood", Values.Flag(unknown.MustBeUnderstood))
            .Add("payload", Values.Bytes(unknown.Payload.Span)),
        _ => new Fields(),
    };

    /// <summary>A remote address may be of a type that nobody knows, so it is no fault when it can not be read.</summary>
    private static DecodedNode? Address(ByteString? address) => address is not { } bytes ? null
        : NetworkAddress.Parse(bytes.Span).TryGet(out var known, out _) ? Values.Word(known.ToString()) : Values.Bytes(bytes.Span);
}
