using LightningRod.Peers.Tests.Driver;
using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Peers.Tests.Bolt12;

/// <summary>Changed messages, signed as they are: both give the same verdict, but for the rules that one of them is known not to check.</summary>
public sealed class ChangedRecordsTests(LdkPeer ldk) : IClassFixture<LdkPeer>
{
    /// <summary>What LDK 0.1 does not check and BOLT 12 asks for; the last is Wire's own bound.</summary>
    private static readonly string[] CheckedByWireAlone =
    [
        "offer_features: feature bit",
        "invreq_features: feature bit",
        "invoice_features: feature bit",
        "offer_currency: ",
        "offer_chains: an empty list",
        "offer_amount: an amount of zero",
        "invreq_quantity: not a quantity of the offer",
        "invoice_fallbacks: more than 32 entries",
    ];

    [Fact]
    public async Task Offers_Changed_HaveTheVerdictOfBoth()
    {
        var random = new Random(21);
        for (var i = 0; i < 250; i++)
        {
            var bytes = ByteString.Own(ChangedRecords.Of(Offer.Create(MadeOffers.Next(random)).Value.Records, random).ToArray());
            var wire = Offer.Parse(bytes);
            AssertAlike(wire.Error, await LdkBolt12Calls.Accepts(ldk.Offer(bytes)), bytes);
            if (wire.IsOk) OfferTests.AssertSame(wire.Value, await ldk.Offer(bytes));
        }
    }

    [Fact]
    public async Task InvoiceRequests_Changed_HaveTheVerdictOfBoth()
    {
        var random = new Random(22);
        for (var i = 0; i < 250; i++)
        {
            using PrivateKey issuer = random.NextKey(), payer = random.NextKey();
            var made = MadeRequests.Next(random, InMsat(random, issuer)).Records
                .Where(record => record.Type is not (InvoiceTlv.Signature or InvoiceRequestTlv.PayerId))
                .Append(new(InvoiceRequestTlv.PayerId, ByteString.Own(payer.PublicKey.ToArray())));
            var bytes = Signed(Bolt12Signature.InvoiceRequest, ChangedRecords.Of(TlvStream.Of(made), random), payer);
            var wire = InvoiceRequest.Parse(bytes);
            // Without an offer it is a request of its own, which is another message to LDK: a refund.
            if (wire is { IsOk: true, Value.Offer.NamesIssuer: false }) continue;
            AssertAlike(wire.Error, await LdkBolt12Calls.Accepts(ldk.InvoiceRequest(bytes)), bytes);
            if (wire.IsOk) InvoiceRequestTests.AssertSame(wire.Value, await ldk.InvoiceRequest(bytes));
        }
    }

    [Fact]
    public async Task Invoices_Changed_HaveTheVerdictOfBoth()
    {
        var random = new Random(23);
        for (var i = 0; i < 250; i++)
        {
            using var issuer = random.NextKey();
            var made = MadeInvoices.Next(random, MadeRequests.Next(random, InMsat(random, issuer)), issuer).Records;
            var unsigned = TlvStream.Of(made.Where(record => record.Type != InvoiceTlv.Signature));
            var bytes = Signed(Bolt12Signature.Invoice, ChangedRecords.Of(unsigned, random), issuer);
            var wire = Bolt12Invoice.Parse(bytes);
            var ldkAccepts = await LdkBolt12Calls.Accepts(ldk.Bolt12Invoice(bytes));
            // BOLT 12 leaves an amount that the request does not tell to the payer's own judgement; LDK refuses any but the offer's price.
            if (wire is { IsOk: true, Value: var invoice } && !ldkAccepts)
                Assert.True(invoice.Request.Amount is null && invoice.Amount != PriceOf(invoice), bytes.ToHex());
            else
                AssertAlike(wire.Error, ldkAccepts, bytes);
        }
    }

    private static Msat? PriceOf(Bolt12Invoice invoice) => invoice.Offer.Amount?.Times(invoice.Request.Quantity ?? 1);

    private static void AssertAlike(WireError wire, bool ldkAccepts, ByteString bytes)
    {
        var known = ldkAccepts && CheckedByWireAlone.Any(rule => wire.Detail?.StartsWith(rule, StringComparison.Ordinal) ?? false);
        Assert.True(known || ldkAccepts == (wire.Rule == WireRule.None), $"Wire says '{wire}' and LDK {ldkAccepts} of {bytes}");
    }

    /// <summary>LDK 0.1 takes no request for an offer in a currency.</summary>
    private static Offer InMsat(Random random, PrivateKey issuer)
    {
        while (true)
        {
            var offer = Offer.Create(MadeOffers.Next(random, issuer.PublicKey)).Value;
            if (offer.Fields.Amount?.Currency is null) return offer;
        }
    }

    private static ByteString Signed(Bolt12Signature scheme, TlvStream records, PrivateKey key) =>
        ByteString.Own(new TlvWriter().AddRange(records).Add(InvoiceTlv.Signature, scheme.Sign(key, records)).ToArray());
}
