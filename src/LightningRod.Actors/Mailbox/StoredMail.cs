using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;

namespace LightningRod.Actors.Mailbox;

/// <summary>A message that is kept; its body is content under its hash.</summary>
/// <param name="Id">Its number in the mailbox: 1, 2, ...; never used twice.</param>
/// <param name="Hash">SHA-256 of path key and onion: equal messages are one.</param>
/// <param name="Size">Length of the body, bytes.</param>
/// <param name="OnlyAt">The one channel node that can pass it on, because it came in there; null for a message that is peeled.</param>
/// <param name="ExpiresAt">When it is dropped, UTC.</param>
public sealed record StoredMail(long Id, Bytes32 Hash, int Size, string? OnlyAt, DateTimeOffset ExpiresAt)
{
    /// <summary>SHA-256 of path key and onion.</summary>
    /// <param name="message">The message.</param>
    public static Bytes32 HashOf(OnionMessage message)
    {
        var onion = message.OnionRoutingPacket;
        var bytes = new byte[PublicKey.Size + onion.Length];
        message.PathKey.Serialize(bytes);
        onion.Span.CopyTo(bytes.AsSpan(PublicKey.Size));
        return Bytes32.Sha256(bytes);
    }
}
