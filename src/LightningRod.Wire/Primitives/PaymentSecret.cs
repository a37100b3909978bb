namespace LightningRod.Wire.Primitives;

/// <summary>payment_secret: 32 bytes by which a payee knows that the payer has its invoice (BOLT 4, BOLT 11).</summary>
/// <param name="Value">The 32 bytes.</param>
public readonly record struct PaymentSecret(Bytes32 Value)
{
    /// <summary>Copies 32 bytes.</summary>
    /// <param name="bytes">Exactly 32 bytes.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    public PaymentSecret(ReadOnlySpan<byte> bytes)
        : this(new Bytes32(bytes))
    {
    }

    /// <summary>The type's name alone: the bytes are a secret and belong in no log.</summary>
    public override string ToString() => nameof(PaymentSecret);
}
