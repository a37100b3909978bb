using LightningRod.Peers.Tests.Driver;
using LightningRod.Testing;
using LightningRod.Wire.Bolt11;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;
using static LightningRod.Peers.Tests.Onion.WireOnions;

namespace LightningRod.Peers.Tests.Bolt11;

public sealed class InvoiceTests(LdkPeer ldk) : IClassFixture<LdkPeer>
{
    /// <summary>Longest text that LDK 0.1 reads, characters; BOLT 11 knows no limit.</summary>
    private const int LongestOfLdk = 1023;

    /// <summary>The row of the specification's vectors that LDK 0.1 refuses: it takes a high s in no case.</summary>
    private const string RefusedByLdk = "Public-key recovery with high-S signature";

    public static TheoryData<string, string, bool> Rows()
    {
        var rows = new TheoryData<string, string, bool>();
        var file = Vectors.Json("bolt11/invoices.json");
        foreach (var row in file["valid"]!.AsArray()) rows.Add(row.Str("name"), row.Str("invoice"), true);
        foreach (var row in file["invalid"]!.AsArray()) rows.Add(row.Str("name"), row.Str("invoice"), false);
        return rows;
    }

    [Theory, MemberData(nameof(Rows))]
    public async Task Decode_VectorsInvoice_HasTheVerdictOfBoth(string name, string invoice, bool valid)
    {
        var wire = Bolt11Invoice.Decode(invoice);
        Assert.Equal(valid, wire.IsOk);
        Assert.Equal(valid && name != RefusedByLdk, await LdkBolt12Calls.Accepts(ldk.Bolt11(invoice)));
        if (valid && name != RefusedByLdk) AssertSame(wire.Value, await ldk.Bolt11(invoice));
    }

    [Fact]
    public async Task Sign_TermsOfManyKinds_IsReadByLdkWithTheSameFieldsAndText()
    {
        var random = new Random(11);
        for (var read = 0; read < 120;)
        {
            using var key = random.NextKey();
            var invoice = MadeTerms.Next(random, key).Sign(key).Value;
            if (invoice.Text.Length > LongestOfLdk) continue;
            AssertSame(invoice, await ldk.Bolt11(invoice.Text));
            AssertSame(invoice, await ldk.Bolt11(invoice.Text.ToUpperInvariant()));
            read++;
        }
    }

    [Theory]
    [InlineData(LongestOfLdk)]
    [InlineData(LongestOfLdk + 1)]
    public async Task Sign_LongInvoice_IsReadByLdkUpToItsLimit(int length)
    {
        using var key = PrivateKey.Generate();
        var some = MadeTerms.Next(new Random(1), key);
        var terms = some with { RouteHints = [], Fallbacks = [], PaymentMetadata = Filled(250), DescriptionHash = null };
        var invoice = Enumerable.Range(0, 640).Select(size => (terms with { Description = new string('x', size) }).Sign(key).Value)
            .First(invoice => invoice.Text.Length >= length);
        Assert.Equal(invoice.Text.Length <= LongestOfLdk, await LdkBolt12Calls.Accepts(ldk.Bolt11(invoice.Text)));
    }

    [Fact]
    public async Task Decode_OneCharacterChanged_IsRefusedByBoth()
    {
        using var key = PrivateKey.Generate();
        var text = (MadeTerms.Next(new Random(2), key) with { PaymentMetadata = null, RouteHints = [], Description = "tea", DescriptionHash = null })
            .Sign(key).Value.Text;
        for (var i = 0; i < text.Length; i++)
        {
            var changed = text[..i] + (text[i] == 'q' ? 'p' : 'q') + text[(i + 1)..];
            Assert.False(Bolt11Invoice.Decode(changed).IsOk, changed);
            Assert.False(await LdkBolt12Calls.Accepts(ldk.Bolt11(changed)), changed);
        }
    }

    internal static void AssertSame(Bolt11Invoice wire, LdkBolt11 ldk)
    {
        var terms = wire.Terms;
        Assert.Equal(terms.Currency switch { Bolt11Currency.Testnet => "BitcoinTestnet", var other => other.ToString() }, ldk.Currency);
        Assert.Equal((terms.PaymentHash.ToString(), terms.PaymentSecret.Value.ToString()), (ldk.PaymentHash.ToHex(), ldk.PaymentSecret.ToHex()));
        Assert.Equal((terms.PaymentMetadata, terms.Amount?.Value), (ldk.PaymentMetadata, ldk.AmountMsat));
        Assert.Equal((wire.Payee, terms.PayeeKey is not null), (ldk.Payee, ldk.PayeeIsGiven));
        Assert.Equal((terms.Description, terms.DescriptionHash is not null), (ldk.Description, ldk.HasDescriptionHash));
        Assert.Equal(terms.Expiry ?? Bolt11Terms.DefaultExpiry, ldk.ExpirySeconds);
        Assert.Equal(terms.MinFinalCltvExpiryDelta ?? Bolt11Terms.DefaultMinFinalCltvExpiryDelta, ldk.MinFinalCltv);
        Assert.Equal(terms.Timestamp, ldk.Timestamp);
        Assert.Equal(terms.Features, Features.FromBytes(ldk.Features));
        Assert.Equal(
            terms.RouteHints.Select(hint => hint.Hops),
            ldk.RouteHints.Select(hint => hint.Select(HopOf).ToList()));
        Assert.Equal(terms.Fallbacks.Count, ldk.Fallbacks.Count);
        foreach (var (fallback, address) in terms.Fallbacks.Zip(ldk.Fallbacks))
        {
            if (fallback.Version < Bolt11Fallback.P2Pkh) Assert.Equal(fallback.ScriptPubKey, SegwitAddress.Decode(address).Value.ScriptPubKey);
        }

        Assert.Equal(wire.Text, ldk.Invoice);
    }

    private static RouteHintHop HopOf(LdkRouteHintHop hop) =>
        new(new NodeId(hop.NodeId), new ShortChannelId(hop.Scid), hop.FeeBaseMsat, hop.FeeProportionalMillionths, hop.CltvExpiryDelta);
}
