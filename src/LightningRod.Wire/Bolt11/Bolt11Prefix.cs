using System.Globalization;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Bolt11;

/// <summary>The human-readable part of an invoice: <c>ln</c>, the currency, and an amount with a multiplier (BOLT 11).</summary>
/// <param name="Currency">The currency.</param>
/// <param name="Amount">The amount, msat; null when the payer chooses it.</param>
internal readonly record struct Bolt11Prefix(Bolt11Currency Currency, Msat? Amount)
{
    private const ulong PicoPerMsat = 10;

    /// <summary>Longest amount, digits: 21 million bitcoin counted in pico-bitcoin.</summary>
    private const int MaxDigits = 20;

    /// <summary>Longest first, since <c>lnbcrt</c> begins with <c>lnbc</c>.</summary>
    private static readonly (string Text, Bolt11Currency Currency)[] Currencies =
    [
        ("lnbcrt", Bolt11Currency.Regtest), ("lntbs", Bolt11Currency.Signet), ("lntb", Bolt11Currency.Testnet), ("lnbc", Bolt11Currency.Bitcoin),
    ];

    /// <summary>Multipliers and what one of them is, pico-bitcoin; largest first.</summary>
    private static readonly (string Letter, ulong Pico)[] Multipliers =
        [("", 1_000_000_000_000), ("m", 1_000_000_000), ("u", 1_000_000), ("n", 1_000), ("p", 1)];

    /// <summary>Reads the human-readable part in lower case.</summary>
    /// <param name="text">All that stands before the separator.</param>
    internal static Result<Bolt11Prefix> Parse(ReadOnlySpan<char> text)
    {
        foreach (var (prefix, currency) in Currencies)
        {
            if (!text.StartsWith(prefix, StringComparison.Ordinal)) continue;
            if (text.Length == prefix.Length) return new Bolt11Prefix(currency, null);
            return ParseAmount(text, prefix.Length).TryGet(out var amount, out var error) ? new Bolt11Prefix(currency, amount) : error;
        }

        return new WireError(WireRule.BadPrefix, 0, "an invoice begins with lnbc, lntb, lntbs or lnbcrt");
    }

    /// <summary>The shortest text: the largest multiplier of which the amount is a whole number.</summary>
    public override string ToString()
    {
        var currency = Currency;
        var prefix = Array.Find(Currencies, row => row.Currency == currency).Text;
        if (Amount is not { } amount) return prefix;
        var pico = (UInt128)amount.Value * PicoPerMsat;
        var (letter, unit) = Array.Find(Multipliers, row => pico % row.Pico == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{prefix}{pico / unit}{letter}");
    }

    private static Result<Msat> ParseAmount(ReadOnlySpan<char> text, int start)
    {
        var digits = text[start..];
        var unit = Multipliers[0].Pico;
        if (!char.IsAsciiDigit(digits[^1]))
        {
            unit = 0;
            foreach (var (letter, pico) in Multipliers)
            {
                if (digits[^1..].SequenceEqual(letter)) unit = pico;
            }

            if (unit == 0) return new WireError(WireRule.BadPrefix, text.Length - 1, "a multiplier is m, u, n or p");
            digits = digits[..^1];
        }

        if (digits.IsEmpty) return new WireError(WireRule.BadPrefix, start, "a multiplier without a number");
        if (digits.IndexOfAnyExceptInRange('0', '9') is >= 0 and var bad)
            return new WireError(WireRule.BadPrefix, start + bad, "an amount has digits and at most one multiplier");
        if (digits[0] == '0') return new WireError(WireRule.NotMinimal, start, "an amount is above zero and has no leading zeros");
        if (digits.Length > MaxDigits) return TooMuch(start);

        UInt128 number = 0;
        foreach (var digit in digits) number = (number * 10) + (uint)(digit - '0');
        number *= unit;
        if (number > (UInt128)Msat.Max.Value * PicoPerMsat) return TooMuch(start);
        if (number % PicoPerMsat != 0) return new WireError(WireRule.ValueOutOfRange, start, "an amount has a fraction of a millisatoshi");
        return new Msat((ulong)(number / PicoPerMsat));
    }

    private static WireError TooMuch(int offset) => new(WireRule.ValueOutOfRange, offset, "an amount is above 21 million bitcoin");
}
