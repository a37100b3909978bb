using System.Globalization;
using System.Text.Json.Nodes;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Cli.Decode;

/// <summary>Turns values into pieces without a name: text for people, JSON for programs. Null stays null, so absent fields are left out.</summary>
internal static class Values
{
    /// <summary>From here on JSON numbers lose digits in programs that keep them as doubles, so they are strings.</summary>
    private const ulong FirstUnsafeNumber = 1UL << 53;

    private const int MostBytesShown = 66;
    private const int BytesShownOfMore = 32;
    private const ulong LastSecondOfYear9999 = 253_402_300_799;
    private const decimal MsatPerSatoshi = 1_000m;
    private const decimal MsatPerBitcoin = 100_000_000_000m;

    /// <summary>A word of ours or of a specification, safe to show as it is.</summary>
    internal static DecodedNode Word(string word, string? text = null) => DecodedNode.Value(text ?? word, word);

    internal static DecodedNode Flag(bool flag, string? text = null) => DecodedNode.Value(text ?? (flag ? "yes" : "no"), flag);

    /// <summary>A number, with its unit for people.</summary>
    internal static DecodedNode? Number(ulong? number, string unit = "") =>
        number is { } value ? DecodedNode.Value(Invariant($"{value} {unit}").TrimEnd(), Json(value)) : null;

    /// <summary>An amount: msat, for people also satoshis and bitcoin.</summary>
    internal static DecodedNode? Amount(Msat? amount) => amount is { Value: var msat }
        ? DecodedNode.Value(Invariant($"{msat} msat ({msat / MsatPerSatoshi:0.###} sat, {msat / MsatPerBitcoin:0.###########} BTC)"), Json(msat))
        : null;

    /// <summary>A moment: unix seconds, for people also as date and time in UTC.</summary>
    internal static DecodedNode? Time(ulong? seconds) => seconds is { } value
        ? DecodedNode.Value(
            value <= LastSecondOfYear9999
                ? Invariant($"{DateTimeOffset.FromUnixTimeSeconds((long)value):yyyy-MM-dd'T'HH:mm:ss'Z'} ({value})")
                : Invariant($"after the year 9999 ({value})"),
            Json(value))
        : null;

    /// <summary>Bytes in hexadecimal; people see the beginning of long ones and their length.</summary>
    internal static DecodedNode? Bytes(ByteString? bytes) => bytes is { } value ? Bytes(value.Span) : null;

    internal static DecodedNode Bytes(ReadOnlySpan<byte> bytes)
    {
        var text = bytes.Length switch
        {
            0 => "(empty)",
            <= MostBytesShown => Convert.ToHexStringLower(bytes),
            _ => Invariant($"{Convert.ToHexStringLower(bytes[..BytesShownOfMore])}... ({bytes.Length} bytes)"),
        };
        return DecodedNode.Value(text, Convert.ToHexStringLower(bytes));
    }

    /// <summary>Ids, hashes and keys, whose text is their hexadecimal form.</summary>
    internal static DecodedNode? Hex<T>(T? value)
        where T : struct => value is { } present ? Word(present.ToString()!) : null;

    /// <summary>Bytes that open or prove something: only their length unless the user asked for secrets.</summary>
    internal static DecodedNode Secret(ReadOnlySpan<byte> secret, DecodeContext context) =>
        context.ShowSecrets ? Bytes(secret) : Word(Invariant($"(secret, {secret.Length} bytes)"));

    /// <summary>A stranger's text.</summary>
    internal static DecodedNode? Text(string? text) => text is null ? null : DecodedNode.Value(ShownText.Quoted(text), text);

    internal static DecodedNode? Features(Features? features)
    {
        if (features is not { } set) return null;
        var bits = new JsonArray();
        for (var bit = 0; bit < 8 * set.Bytes.Length && bits.Count < Wire.Primitives.Features.MaxNamed; bit++)
        {
            if (set.IsSet(bit))
                bits.Add((JsonNode)new JsonObject { ["bit"] = bit, ["name"] = NameOf(bit), ["required"] = bit % 2 == 0 });
        }

        return DecodedNode.Value(bits.Count == 0 ? "(none)" : set.ToString(), new JsonObject { ["bits"] = bits, ["hex"] = set.Bytes.ToHex() });
    }

    internal static DecodedNode? Chain(ChainHash? chain) => chain is { } hash ? DecodedNode.Value(NameOf(hash), hash.ToString()) : null;

    internal static DecodedNode? List<T>(ValueList<T>? items, Func<T, DecodedNode?> describe) =>
        items is { } present ? List((IReadOnlyCollection<T>)present, describe) : null;

    internal static DecodedNode? List<T>(IReadOnlyCollection<T>? items, Func<T, DecodedNode?> describe) =>
        items is null ? null : DecodedNode.List(items.Select(describe).OfType<DecodedNode>(), items.Count == 0 ? "(empty)" : null);

    /// <summary>The JSON of a number: a string where a double would lose digits.</summary>
    internal static JsonNode Json(ulong value) => value < FirstUnsafeNumber ? value : value.ToString(CultureInfo.InvariantCulture);

    private static string? NameOf(int bit) => WireNumbers.Find(nameof(FeatureBit), (ulong)(bit | 1))?.Name;

    private static string NameOf(ChainHash chain) => chain switch
    {
        _ when chain == ChainHash.Bitcoin => $"bitcoin {chain}",
        _ when chain == ChainHash.Testnet => $"testnet {chain}",
        _ when chain == ChainHash.Signet => $"signet {chain}",
        _ when chain == ChainHash.Regtest => $"regtest {chain}",
        _ => chain.ToString(),
    };

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
