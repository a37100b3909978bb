using LightningRod.Wire.Encodings;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Peers.Tests.Onion;

/// <summary>What Wire found under one layer of an onion message, copied out of its buffer.</summary>
internal sealed record WireLayer
{
    internal WireLayer(OnionMessageLayer layer)
    {
        (IsFinal, Next) = (layer.IsFinal, ByteString.CopyOf(layer.IsFinal ? default : layer.NextMessage[sizeof(ushort)..]));
        Payload = layer.IsFinal ? OnionMessagePayload.Parse(layer.Payload) : new OnionMessagePayload();
        (NextNodeId, Channel) = (layer.Data.NextNodeId, layer.Data.ShortChannelId);
        PathId = layer.Data.HasPathId ? ByteString.CopyOf(layer.Data.PathId) : null;
        (Unblock, Unknown) = (layer.Data.PaymentUnblock, layer.Data.Unknown);
    }

    internal bool IsFinal { get; }

    internal ByteString Next { get; }

    internal Result<OnionMessagePayload> Payload { get; }

    internal NodeId? NextNodeId { get; }

    internal ShortChannelId? Channel { get; }

    internal ByteString? PathId { get; }

    internal PaymentUnblock? Unblock { get; }

    internal TlvStream Unknown { get; }
}
