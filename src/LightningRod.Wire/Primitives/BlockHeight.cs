using System.Globalization;

namespace LightningRod.Wire.Primitives;

/// <summary>The height of a block in its chain, also of the last block in which something is valid.</summary>
/// <param name="Value">The height, blocks.</param>
public readonly record struct BlockHeight(uint Value) : IComparable<BlockHeight>
{
    /// <inheritdoc/>
    public int CompareTo(BlockHeight other) => Value.CompareTo(other.Value);

    /// <summary>A height some blocks later.</summary>
    /// <exception cref="OverflowException">More than 32 bits.</exception>
    public static BlockHeight operator +(BlockHeight height, uint blocks) => new(checked(height.Value + blocks));

    /// <summary>A height some blocks earlier, not below zero.</summary>
    public static BlockHeight operator -(BlockHeight height, uint blocks) => new(height.Value > blocks ? height.Value - blocks : 0);

    /// <summary>Lower.</summary>
    public static bool operator <(BlockHeight left, BlockHeight right) => left.Value < right.Value;

    /// <summary>Higher.</summary>
    public static bool operator >(BlockHeight left, BlockHeight right) => left.Value > right.Value;

    /// <summary>Lower or equal.</summary>
    public static bool operator <=(BlockHeight left, BlockHeight right) => left.Value <= right.Value;

    /// <summary>Higher or equal.</summary>
    public static bool operator >=(BlockHeight left, BlockHeight right) => left.Value >= right.Value;

    /// <summary>The height as a decimal number.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
