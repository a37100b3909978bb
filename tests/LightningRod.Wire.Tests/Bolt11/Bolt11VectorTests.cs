using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LightningRod.Testing;
using LightningRod.Wire.Bolt11;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Tests.Bolt11;

/// <summary>The examples of BOLT 11.</summary>
public sealed class Bolt11VectorTests
{
    /// <summary>The order in which this library writes fields.</summary>
    private const string WrittenOrder = "spdhmnxcfr9";

    public static IEnumerable<TheoryDataRow<string, string>> ValidRows() =>
        from row in Vectors.Json("bolt11/invoices.json")["valid"]!.AsArray()
        select new TheoryDataRow<string, string>(row.Str("name"), row!.ToJsonString());

    public static IEnumerable<TheoryDataRow<string, string>> InvalidRows() =>
        from row in Vectors.Json("bolt11/invoices.json")["invalid"]!.AsArray()
        select new TheoryDataRow<string, string>(row.Str("reason"), row.Str("invoice"));

    // One row, "including fields which must be ignored", has p, h, s and n of wrong lengths. A sentence of December 2025 says that they fail the
    // payment, the example stands among the valid ones to this day; this reader follows the example.
    [Theory, MemberData(nameof(ValidRows))]
    public void Decode_ValidRow_GivesWhatItSays(string name, string json)
    {
        var row = JsonNode.Parse(json)!;
        var expected = row["expected"]!;
        var invoice = Bolt11Invoice.Decode(row.Str("invoice")).Value;
        var terms = invoice.Terms;

        Assert.Equal(expected.Str("hrp"), invoice.Text[..invoice.Text.LastIndexOf('1')]);
        Assert.Equal(expected.Str("prefix") == "lntb" ? Bolt11Currency.Testnet : Bolt11Currency.Bitcoin, terms.Currency);
        Assert.Equal(expected["amount_msat"]?.GetValue<ulong>(), terms.Amount?.Value);
        Assert.Equal(expected["timestamp"]!.GetValue<ulong>(), terms.Timestamp);
        Assert.Equal(expected.Str("payment_hash"), terms.PaymentHash.ToString());
        Assert.Equal(expected.Str("payment_secret"), terms.PaymentSecret.Value.ToString());
        Assert.Equal(expected["description"]?.GetValue<string>(), terms.Description);
        Assert.Equal(expected["description_hash"]?.GetValue<string>(), terms.DescriptionHash?.ToString());
        Assert.Equal(expected["payment_metadata"]?.GetValue<string>(), terms.PaymentMetadata?.ToHex());
        Assert.Equal(expected["expiry"]?.GetValue<ulong>(), terms.Expiry);
        Assert.Equal(terms.Timestamp + expected["expiry_effective"]!.GetValue<ulong>(), terms.ExpiresAt);
        Assert.Equal(expected["min_final_cltv_expiry_delta"]?.GetValue<uint>(), terms.MinFinalCltvExpiryDelta);
        Assert.Equal(
            expected["min_final_cltv_expiry_delta_effective"]!.GetValue<uint>(),
            terms.MinFinalCltvExpiryDelta ?? Bolt11Terms.DefaultMinFinalCltvExpiryDelta);
        Assert.Equal(expected["feature_bits"]!.AsArray().Select(bit => bit!.GetValue<int>()), Enumerable.Range(0, 200).Where(terms.Features.IsSet));
        Assert.Equal(
            expected["fallbacks"]!.AsArray().Select(f => $"{f!["version"]} {f.Str("program")}"),
            terms.Fallbacks.Select(f => $"{f.Version} {f.Program}"));
        Assert.Equal(
            expected["routes"]!.AsArray().Select(route => string.Join(", ", route!.AsArray().Select(Describe!))),
            terms.RouteHints.Select(hint => string.Join(", ", hint.Hops.Select(Describe))));
        var ignored = expected["ignored_fields"]?.AsArray() ?? [];
        Assert.Equal(
            ignored.Select(f => f!["version"] is { } v ? $"f of version {v}" : $"{f.Str("tag")} of {f["data_length"]}"),
            terms.OtherFields.Select(f => f.Tag == 9 ? $"f of version {f.Words.Span[0]}" : $"{Bech32.EncodeWords([f.Tag])} of {f.Words.Length}"));
        Assert.Null(terms.PayeeKey);
        Assert.Equal(expected.Str("payee_pubkey"), invoice.Payee.ToString());
        Assert.Equal(expected.Str("signature"), invoice.Signature.Compact.ToHex());
        Assert.Equal(expected["recovery_id"]!.GetValue<byte>(), invoice.Signature.RecoveryId);
        Assert.Equal(row.Str("invoice").ToLowerInvariant(), invoice.Text);
        Assert.False(string.IsNullOrEmpty(name));
    }

    [Theory, MemberData(nameof(ValidRows))]
    public void ScriptPubKey_FallbackOfAValidRow_PaysToItsAddress(string name, string json)
    {
        var row = JsonNode.Parse(json)!;
        if (row["fallback_address"]?.GetValue<string>() is not { } address) return;
        var fallback = Assert.Single(Bolt11Invoice.Decode(row.Str("invoice")).Value.Terms.Fallbacks);
        var script = SegwitAddress.Decode(address) is { IsOk: true } segwit ? segwit.Value.ScriptPubKey.ToHex() : ScriptOfBase58(address);
        Assert.True(script == fallback.ScriptPubKey.ToHex(), name);
    }

    /// <summary>
    /// Byte for byte where the row's order is ours (spd9, spdx9, sph9, sphf9, sphfr9; with its own signature for the row with high s). Where it
    /// is not (shpf9; pds9, also in upper case, pdms9 and pdsxcr9; pds9 with ignored fields), all fields are the same and stand elsewhere.
    /// </summary>
    [Theory, MemberData(nameof(ValidRows))]
    public void Sign_TermsOfAValidRow_GivesItsFieldsByteForByte(string name, string json)
    {
        var row = JsonNode.Parse(json)!;
        var expected = row["expected"]!;
        var invoice = Bolt11Invoice.Decode(row.Str("invoice")).Value;
        var high = expected["high_s"]!.GetValue<bool>();
        var written = high ? invoice.Terms.WithSignature(invoice.Signature).Value : invoice.Terms.Sign(RawInvoice.Key).Value;

        Assert.Equal(invoice.Terms, written.Terms);
        Assert.Equal(invoice.Payee, written.Payee);
        Assert.Equal(Fields(invoice.Text).Order(), Fields(written.Text).Order());
        var order = expected.Str("tag_order");
        if (order.Select(tag => WrittenOrder.IndexOf(tag, StringComparison.Ordinal)) is var places && places.SequenceEqual(places.Order()))
        {
            Assert.Equal(invoice.Text, written.Text);
            Assert.Equal(expected.Str("signing_hash"), invoice.Terms.SigningHash().Value.ToString());
        }
        else
        {
            Assert.True(order is "shpf9" or "pds9" or "pdms9" or "pdsxcr9" or "pds92fpphhssnn", name);
            Assert.NotEqual(invoice.Text, written.Text);
        }
    }

    [Theory, MemberData(nameof(InvalidRows))]
    public void Decode_InvalidRow_GivesTheRuleOfItsReason(string reason, string invoice)
    {
        var rule = reason switch
        {
            "Same, but adding invalid unknown feature 100" => WireRule.UnknownRequiredFeature,
            "Bech32 checksum is invalid" => WireRule.BadChecksum,
            "Malformed bech32 string (no 1)" => WireRule.BadPrefix,
            "Malformed bech32 string (mixed case)" => WireRule.MixedCase,
            "Signature is not recoverable" => WireRule.BadSignature,
            "String is too short" => WireRule.UnexpectedEnd,
            "Invalid multiplier" => WireRule.BadPrefix,
            "Invalid sub-millisatoshi precision" => WireRule.ValueOutOfRange,
            "Missing required `s` field" => WireRule.MissingField,
            "Non canonical signature (high-S) with 'n' field defined" => WireRule.BadSignature,
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason),
        };
        Assert.Equal(rule, Bolt11Invoice.Decode(invoice).Error.Rule);
    }

    private static string Describe(JsonNode hop) =>
        $"{hop.Str("pubkey")} {hop.Str("short_channel_id")} {hop["fee_base_msat"]} {hop["fee_proportional_millionths"]} {hop["cltv_expiry_delta"]}";

    private static string Describe(RouteHintHop hop) => string.Create(
        CultureInfo.InvariantCulture,
        $"{hop.NodeId} {hop.ShortChannelId} {hop.FeeBaseMsat} {hop.FeeProportionalMillionths} {hop.CltvExpiryDelta}");

    /// <summary>The fields as text, cut out of an invoice without help of the library.</summary>
    private static IEnumerable<string> Fields(string invoice)
    {
        const string alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
        for (var at = invoice.LastIndexOf('1') + 8; at < invoice.Length - 110;)
        {
            var length = 3 + (32 * alphabet.IndexOf(invoice[at + 1])) + alphabet.IndexOf(invoice[at + 2]);
            yield return invoice.Substring(at, length);
            at += length;
        }
    }

    private static string ScriptOfBase58(string address)
    {
        const string alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        var number = address.Aggregate(BigInteger.Zero, (n, c) => (n * 58) + alphabet.IndexOf(c));
        var bytes = new byte[25];
        Assert.True(number.TryWriteBytes(bytes.AsSpan(25 - number.GetByteCount(isUnsigned: true)), out _, isUnsigned: true, isBigEndian: true));
        Assert.Equal(SHA256.HashData(SHA256.HashData(bytes.AsSpan(0, 21)))[..4], bytes[21..]);
        var hash = Convert.ToHexStringLower(bytes.AsSpan(1, 20));
        return bytes[0] == 5 ? $"a914{hash}87" : $"76a914{hash}88ac";
    }
}
