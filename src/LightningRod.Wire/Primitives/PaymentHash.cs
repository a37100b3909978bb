namespace LightningRod.Wire.Primitives;

/// <summary>SHA-256 of a payment preimage, 32 bytes: what an HTLC is locked to (BOLT 2).</summary>
/// <param name="Value">The 32 bytes.</param>
public readonly record struct PaymentHash(Bytes32 Value)
{
    /// <summary>Copies 32 bytes.</summary>
    /// <param name="bytes">Exactly 32 bytes.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    public PaymentHash(ReadOnlySpan<byte> bytes)
        : this(new Bytes32(bytes))
    {
    }

    /// <summary>The hash of a preimage.</summary>
    /// <param name="preimage">The preimage.</param>
    public static PaymentHash Of(PaymentPreimage preimage) => new(Bytes32.Sha256(preimage.Value.Span));

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString();
}
