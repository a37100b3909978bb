using System.Globalization;

namespace LightningRod.Wire.Primitives;

/// <summary>An amount in thousandths of a satoshi. Any 64 bits; <see cref="Max"/> is all there can be.</summary>
/// <param name="Value">The amount, msat.</param>
public readonly record struct Msat(ulong Value) : IComparable<Msat>
{
    /// <summary>21 million bitcoin, msat: 0x1d24b2dfac520000.</summary>
    public static Msat Max { get; } = new(21_000_000UL * 100_000_000 * 1000);

    /// <summary>Nothing.</summary>
    public static Msat Zero => default;

    /// <summary>An amount of whole satoshis.</summary>
    /// <param name="satoshis">Satoshis.</param>
    /// <exception cref="OverflowException">More than 64 bits of msat.</exception>
    public static Msat FromSatoshis(ulong satoshis) => new(checked(satoshis * 1000));

    /// <inheritdoc/>
    public int CompareTo(Msat other) => Value.CompareTo(other.Value);

    /// <summary>Sum.</summary>
    /// <exception cref="OverflowException">More than 64 bits.</exception>
    public static Msat operator +(Msat left, Msat right) => new(checked(left.Value + right.Value));

    /// <summary>Difference.</summary>
    /// <exception cref="OverflowException">Less than zero.</exception>
    public static Msat operator -(Msat left, Msat right) => new(checked(left.Value - right.Value));

    /// <summary>Less.</summary>
    public static bool operator <(Msat left, Msat right) => left.Value < right.Value;

    /// <summary>More.</summary>
    public static bool operator >(Msat left, Msat right) => left.Value > right.Value;

    /// <summary>Less or equal.</summary>
    public static bool operator <=(Msat left, Msat right) => left.Value <= right.Value;

    /// <summary>More or equal.</summary>
    public static bool operator >=(Msat left, Msat right) => left.Value >= right.Value;

    /// <summary>The amount and its unit, for example <c>1500 msat</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value} msat");
}
