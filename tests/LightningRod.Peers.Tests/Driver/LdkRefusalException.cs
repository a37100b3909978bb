namespace LightningRod.Peers.Tests.Driver;

/// <summary>LDK, or the peer before it, refused what a call gave it.</summary>
public sealed class LdkRefusalException(string reason) : Exception(reason);
