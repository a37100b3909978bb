namespace LightningRod.Peers.Tests.Transport;

/// <summary>What a <see cref="TamperingProxy"/> does at one byte.</summary>
public enum Tampering
{
    /// <summary>Turns bit 0 around.</summary>
    FlipLowestBit,

    /// <summary>Turns bit 7 around.</summary>
    FlipHighestBit,

    /// <summary>Leaves the byte out.</summary>
    Drop,

    /// <summary>Puts a zero before it.</summary>
    Insert,

    /// <summary>Closes both connections before it.</summary>
    Cut,
}

/// <summary>One end of a connection.</summary>
public enum Side
{
    /// <summary>Who dialled.</summary>
    Caller,

    /// <summary>Who was dialled.</summary>
    Listener,
}
