namespace LightningRod.Wire.Primitives;

/// <summary>The 32 bytes that settle an HTLC; who knows them can claim the payment (BOLT 2).</summary>
/// <param name="Value">The 32 bytes.</param>
public readonly record struct PaymentPreimage(Bytes32 Value)
{
    /// <summary>Copies 32 bytes.</summary>
    /// <param name="bytes">Exactly 32 bytes.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    public PaymentPreimage(ReadOnlySpan<byte> bytes)
        : this(new Bytes32(bytes))
    {
    }

    /// <summary>The type's name alone: the bytes are a secret and belong in no log.</summary>
    public override string ToString() => nameof(PaymentPreimage);
}
