namespace LightningRod.Wire.Transport;

/// <summary>Sizes of the three acts of a handshake: who waits for one reads exactly so many bytes (BOLT 8).</summary>
public static class NoiseAct
{
    /// <summary>Act one, from initiator to responder, bytes: version (1), ephemeral key (33), tag (16).</summary>
    public const int OneSize = 50;

    /// <summary>Act two, from responder to initiator, bytes: version (1), ephemeral key (33), tag (16).</summary>
    public const int TwoSize = 50;

    /// <summary>Act three, from initiator to responder, bytes: version (1), encrypted static key (33 and a tag of 16), tag (16).</summary>
    public const int ThreeSize = 66;

    internal const byte Version = 0;
}
