namespace LightningRod.Wire.Onion;

/// <summary>What <see cref="Sphinx.TryPeel"/> found under one layer; it points into the caller's buffer.</summary>
public readonly ref struct OnionLayer
{
    internal OnionLayer(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> nextPacket)
    {
        Payload = payload;
        NextPacket = nextPacket;
    }

    /// <summary>The payload for this node, without its length.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>The packet for the next node, as long as the one that was peeled; empty at the last node.</summary>
    public ReadOnlySpan<byte> NextPacket { get; }

    /// <summary>Whether this node is the last: the next HMAC was all zero.</summary>
    public bool IsFinal => NextPacket.IsEmpty;
}
