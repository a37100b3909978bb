using System.Globalization;

namespace LightningRod.Wire.Primitives;

/// <summary>short_channel_id: block (24 bits), transaction (24 bits) and output (16 bits) of a channel's funding, or an alias (BOLT 7).</summary>
/// <param name="Value">The 8 bytes as a number.</param>
public readonly record struct ShortChannelId(ulong Value)
{
    /// <summary>Puts the three parts together.</summary>
    /// <param name="block">Block height, 24 bits.</param>
    /// <param name="transaction">Index in the block, 24 bits.</param>
    /// <param name="output">Output index.</param>
    public ShortChannelId(uint block, uint transaction, ushort output)
        : this(((ulong)(block & 0xffffff) << 40) | ((ulong)(transaction & 0xffffff) << 16) | output)
    {
    }

    /// <summary>Height of the block with the funding transaction.</summary>
    public uint Block => (uint)(Value >> 40);

    /// <summary>Index of the transaction in its block.</summary>
    public uint Transaction => (uint)(Value >> 16) & 0xffffff;

    /// <summary>Index of the output in its transaction.</summary>
    public ushort Output => (ushort)Value;

    /// <summary>The usual text form, for example <c>539268x845x1</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Block}x{Transaction}x{Output}");
}
