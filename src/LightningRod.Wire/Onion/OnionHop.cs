using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Onion;

/// <summary>What an onion packet carries for one node.</summary>
/// <param name="Key">The key that opens the layer: a node's id, or its blinded id on a blinded path.</param>
/// <param name="Payload">The payload without its length: a TLV stream.</param>
public readonly record struct OnionHop(PublicKey Key, ByteString Payload)
{
    /// <summary>Bytes that the hop takes in the packet: length, payload, HMAC.</summary>
    public int FrameSize => BigSize.Length((ulong)Payload.Length) + Payload.Length + Sphinx.HmacSize;
}
