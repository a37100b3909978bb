namespace LightningRod.Wire.Primitives;

/// <summary>channel_id: the name of a channel between two peers, 32 bytes (BOLT 2).</summary>
/// <param name="Value">The 32 bytes.</param>
public readonly record struct ChannelId(Bytes32 Value)
{
    /// <summary>Copies 32 bytes.</summary>
    /// <param name="bytes">Exactly 32 bytes.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    public ChannelId(ReadOnlySpan<byte> bytes)
        : this(new Bytes32(bytes))
    {
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString();
}
