namespace LightningRod.Wire.Primitives;

/// <summary>pid: 32 secret random bytes of the payer that open its hold; the hold itself is known by their SHA-256 (Lightning Rod).</summary>
/// <param name="Value">The 32 bytes.</param>
public readonly record struct PaymentId(Bytes32 Value)
{
    /// <summary>Copies 32 bytes.</summary>
    /// <param name="bytes">Exactly 32 bytes.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    public PaymentId(ReadOnlySpan<byte> bytes)
        : this(new Bytes32(bytes))
    {
    }

    /// <summary>A fresh payment id from the system's secure random source.</summary>
    public static PaymentId Random() => new(Bytes32.Random());

    /// <summary>SHA-256 of the payment id: the name by which a hold is known before it is opened.</summary>
    public Bytes32 Hash() => Bytes32.Sha256(Value.Span);

    /// <summary>The type's name alone: the bytes are a secret and belong in no log.</summary>
    public override string ToString() => nameof(PaymentId);
}
