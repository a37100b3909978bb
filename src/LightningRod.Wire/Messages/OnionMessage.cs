using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Messages;
/// <summary>placeholder until the peer messages are merged.</summary>
public sealed record OnionMessage(PublicKey PathKey, ByteString Packet)
{
    /// <summary>body.</summary>
    public byte[] ToBody() => new WireWriter().WritePublicKey(PathKey).WriteUInt16((ushort)Packet.Length).Write(Packet).ToArray();
}
