using System.Globalization;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Bolt12;

/// <summary>The price of one item: <c>offer_amount</c>, in msat or in the smallest unit of <c>offer_currency</c> (BOLT 12).</summary>
/// <param name="Units">The amount, more than zero: msat without a currency, else for example cents.</param>
/// <param name="Currency">Three capital letters of ISO 4217, for example <c>USD</c>; null for msat.</param>
public readonly record struct OfferAmount(ulong Units, string? Currency = null)
{
    /// <summary>The amount, or null when it is in a currency and someone has to convert it.</summary>
    public Msat? Msat => Currency is null ? new Msat(Units) : null;

    /// <summary>The price of some items in msat.</summary>
    /// <param name="quantity">How many.</param>
    /// <returns>Null when the amount is in a currency, and when the price is more than 21 million bitcoin.</returns>
    public Msat? Times(ulong quantity)
    {
        var total = (UInt128)Units * quantity;
        return Currency is null && total <= Primitives.Msat.Max.Value ? new Msat((ulong)total) : null;
    }

    /// <summary>For example <c>1500 msat</c> or <c>1500 USD</c> (in cents).</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Units} {Currency ?? "msat"}");
}
