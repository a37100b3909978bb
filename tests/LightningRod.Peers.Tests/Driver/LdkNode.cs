using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;

namespace LightningRod.Peers.Tests.Driver;

/// <summary>One of the peer's nodes, which LDK makes of its number; its secret lets Wire play the same node.</summary>
public sealed record LdkNode(int Number, PublicKey Key, PrivateKey Secret)
{
    public NodeId Id => new(Key);
}
