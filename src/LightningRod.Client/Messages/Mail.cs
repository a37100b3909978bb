using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Messages;

/// <summary>An onion message that ended at this wallet.</summary>
/// <param name="PathId">The path id, when it came over a path that the wallet made and 32 bytes stood there; else null.</param>
/// <param name="ReplyPath">Over which the sender wants an answer.</param>
/// <param name="Content">The message itself.</param>
public sealed record Mail(Bytes32? PathId, BlindedPath? ReplyPath, TlvRecord Content)
{
    /// <summary>Hops of this wallet that are opened one after the other: a path may hide its length so.</summary>
    private const int MostOwnHops = 3;

    /// <summary>Opens a message.</summary>
    /// <param name="key">The wallet's node key.</param>
    /// <param name="message">The message, as it came from a peer.</param>
    /// <returns>The mail, or why there is none: it cannot be opened, goes on to another node, or has not exactly one content.</returns>
    public static Result<Mail> Open(PrivateKey key, OnionMessage message)
    {
        var bytes = message.ToArray();
        var self = new NodeId(key.PublicKey);
        for (var hop = 0; hop < MostOwnHops; hop++)
        {
            var buffer = new byte[OnionMessages.PeelBufferSize(bytes.Length)];
            if (!OnionMessages.TryPeel(key, bytes, buffer, out var layer, out var error)) return error;
            if (layer.IsFinal)
            {
                Bytes32? pathId = layer.Data.HasPathId && layer.Data.PathId.Length == Bytes32.Size ? new Bytes32(layer.Data.PathId) : null;
                if (!OnionMessagePayload.Parse(layer.Payload).TryGet(out var payload, out error)) return error;
                return payload.Content is { } content
                    ? new Mail(pathId, payload.ReplyPath, content)
                    : new WireError(WireRule.Unrecognized, 0, "not one content record");
            }

            if (layer.Data.NextNodeId != self) return new WireError(WireRule.Unrecognized, 0, "the message goes on to another node");
            bytes = layer.NextMessage.ToArray();
        }

        return new WireError(WireRule.TooLarge, 0, $"more than {MostOwnHops} hops of one node");
    }

    /// <summary>Makes a message.</summary>
    /// <param name="path">The whole way, from the node that it is given to.</param>
    /// <param name="content">The message itself.</param>
    /// <param name="replyPath">Over which an answer is wanted.</param>
    /// <returns>The message, or <see cref="WireRule.TooLarge"/>.</returns>
    public static Result<OnionMessage> Write(BlindedPath path, TlvRecord content, BlindedPath? replyPath = null)
    {
        using var key = PrivateKey.Generate();
        return OnionMessages.Create(key, path, new OnionMessagePayload { ReplyPath = replyPath, Contents = TlvStream.Of(content) });
    }

    /// <summary>A message to a relay over the wallet's own session: one hop.</summary>
    /// <param name="relay">The relay.</param>
    /// <param name="wallet">The wallet.</param>
    /// <param name="content">The message itself.</param>
    /// <param name="pathId">What the wallet wants to see again with the answer.</param>
    public static OnionMessage ToRelay(PublicKey relay, PublicKey wallet, TlvRecord content, Bytes32 pathId) =>
        Write(RodPaths.FromRelay(relay, [], []), content, RodPaths.ToWallet(wallet, pathId)).Value;
}
