using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Messages;
/// <summary>placeholder until the peer messages are merged.</summary>
public sealed record OnionMessage(PublicKey PathKey, ByteString Packet);
