using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;

namespace LightningRod.Wire.Tests.Bolt12;

public sealed class StaticInvoiceTests
{
    private static readonly byte[] OnePath = Samples.Path(Samples.PayerKey.PublicKey).ToArray();

    /// <summary>Changes of a valid static invoice, the rule that each breaks, the record where, and how far into it.</summary>
    private static readonly Dictionary<string, (Func<TlvStream, TlvStream> Change, WireRule Rule, ulong Type, int Within)> Refusals = new()
    {
        ["metadata of a request"] = (r => r.With(InvoiceRequestTlv.Metadata, 1), WireRule.TypeOutOfRange, InvoiceRequestTlv.Metadata, 0),
        ["payer id"] =
            (r => r.With(InvoiceRequestTlv.PayerId, Samples.PayerKey.PublicKey.ToArray()), WireRule.TypeOutOfRange, InvoiceRequestTlv.PayerId, 0),
        ["type 159"] = (r => r.With(159), WireRule.TypeOutOfRange, 159, 0),
        ["type 2000000001"] = (r => r.With(2_000_000_001), WireRule.TypeOutOfRange, 2_000_000_001, 0),
        ["payment hash"] = (r => r.With(InvoiceTlv.PaymentHash, new byte[32]), WireRule.ForbiddenField, InvoiceTlv.PaymentHash, 0),
        ["amount"] = (r => r.With(InvoiceTlv.Amount, 1), WireRule.ForbiddenField, InvoiceTlv.Amount, 0),
        ["no time of creation"] = (r => r.Without(InvoiceTlv.CreatedAt), WireRule.MissingField, InvoiceTlv.CreatedAt, 0),
        ["no node id"] = (r => r.Without(InvoiceTlv.NodeId), WireRule.MissingField, InvoiceTlv.NodeId, 0),
        ["no paths"] = (r => r.Without(InvoiceTlv.Paths, InvoiceTlv.BlindedPay), WireRule.MissingField, InvoiceTlv.Paths, 0),
        ["no blindedpay"] = (r => r.Without(InvoiceTlv.BlindedPay), WireRule.MissingField, InvoiceTlv.BlindedPay, 0),
        ["blindedpay too many"] = (r => r.With(InvoiceTlv.Paths, OnePath), WireRule.WrongLength, InvoiceTlv.BlindedPay, 0),
        ["no message paths"] = (r => r.Without(InvoiceTlv.StaticMessagePaths), WireRule.MissingField, InvoiceTlv.StaticMessagePaths, 0),
        ["no message path in the list"] = (r => r.With(InvoiceTlv.StaticMessagePaths), WireRule.WrongLength, InvoiceTlv.StaticMessagePaths, 2),
        ["no message path in LDK's list"] = (
            r => r.Without(InvoiceTlv.StaticMessagePaths).With(InvoiceTlv.StaticMessagePathsLdk),
            WireRule.WrongLength,
            InvoiceTlv.StaticMessagePathsLdk,
            2),
        ["message paths of both dialects"] =
            (r => r.With(InvoiceTlv.StaticMessagePathsLdk, OnePath), WireRule.UnknownEvenType, InvoiceTlv.StaticMessagePathsLdk, 0),
        ["two chains"] = (r => r.With(OfferTlv.Chains, new byte[64]), WireRule.ValueOutOfRange, OfferTlv.Chains, 0),
        ["even feature"] = (r => r.With(InvoiceTlv.Features, 1), WireRule.UnknownRequiredFeature, InvoiceTlv.Features, 0),
        ["unknown even"] = (r => r.With(182), WireRule.UnknownEvenType, 182, 0),
        ["offer without description"] = (r => r.Without(OfferTlv.Description), WireRule.MissingField, OfferTlv.Description, 0),
        ["neither issuer id nor paths"] = (r => r.Without(OfferTlv.IssuerId), WireRule.MissingField, OfferTlv.IssuerId, 0),
        ["node id that is not the issuer's"] =
            (r => r.With(InvoiceTlv.NodeId, Samples.StrangerKey.PublicKey.ToArray()), WireRule.Mismatch, InvoiceTlv.NodeId, 0),
    };

    public static IEnumerable<TheoryDataRow<string>> RefusalNames() => Refusals.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory, MemberData(nameof(RefusalNames))]
    public void Parse_BrokenRule_IsToldWithItsOffset(string name)
    {
        var (change, rule, type, within) = Refusals[name];
        var bytes = change(Samples.Static().Records).Signed(Bolt12Signature.StaticInvoice, Samples.IssuerKey);
        var error = StaticInvoice.Parse(bytes).Error;
        Assert.Equal((rule, Samples.OffsetOf(bytes, type) + within), (error.Rule, error.Offset));
    }

    [Fact]
    public void Parse_SignatureOfSomethingElse_IsRefused()
    {
        var records = Samples.Static().Records;
        Assert.True(StaticInvoice.Parse(records.Signed(Bolt12Signature.StaticInvoice, Samples.IssuerKey)).IsOk);
        Assert.Equal(WireRule.BadSignature, StaticInvoice.Parse(records.Signed(Bolt12Signature.Invoice, Samples.IssuerKey)).Error.Rule);
        Assert.Equal(WireRule.BadSignature, StaticInvoice.Parse(records.Signed(Bolt12Signature.StaticInvoice, Samples.PayerKey)).Error.Rule);
        Assert.Equal(WireRule.BadSignature, StaticInvoice.Parse(records.With(InvoiceTlv.RelativeExpiry, 9).ToArray()).Error.Rule);
        Assert.Equal(WireRule.MissingField, StaticInvoice.Parse(records.Without(InvoiceTlv.Signature).ToArray()).Error.Rule);
    }

    [Theory, InlineData(Dialect.Specification, 178ul), InlineData(Dialect.Ldk, 236ul)]
    public void For_Dialect_WritesItsNumberAndBothAreRead(Dialect dialect, ulong type)
    {
        var fields = Samples.StaticFields() with { Dialect = dialect, RelativeExpiry = 77 };
        var invoice = Samples.Static(fields: fields);
        Assert.NotNull(invoice.Records.Find(type));
        Assert.Null(invoice.Records.Find(type == 178 ? 236u : 178u));
        Assert.Equal(fields with { NodeId = Samples.IssuerKey.PublicKey }, invoice.Fields);
        Assert.Equal(dialect, invoice.Fields.Dialect);
        Assert.Equal(2, invoice.Fields.MessagePaths!.Value.Count);
        Assert.Equal(invoice, StaticInvoice.Parse(invoice.ToArray()).Value);
        Assert.Equal(Convert.ToHexStringLower(invoice.ToArray()), invoice.ToString());
        Assert.Equal(64, invoice.Signature.Length);
    }

    [Fact]
    public void For_Offer_RepeatsItsRecordsAsTheyAre()
    {
        var offer = Offer.Parse(Samples.Offer().Records.With(OfferTlv.Features, 0, 8).ToArray()).Value;
        var invoice = Samples.Static(offer);
        Assert.Equal(offer.Id, invoice.OfferId);
        Assert.Equal(offer.Fields, invoice.Offer);
        Assert.Equal(Samples.IssuerKey.PublicKey, invoice.NodeId);
        foreach (var record in offer.Records) Assert.Equal(record.Value, invoice.Records.Find(record.Type));
        Assert.Equal(invoice, invoice.Answers(offer).Value);
        Assert.Equal(invoice, invoice.Answers(Samples.Request(offer)).Value);
        Assert.Equal(invoice, invoice.Answers(Samples.Request(offer, Samples.RequestFields() with { PayerNote = "other" })).Value);
    }

    [Fact]
    public void Answers_AnotherOffer_IsAMismatchAtTheRecord()
    {
        var other = Samples.Offer(Samples.OfferFields() with { Description = "tea" });
        var invoice = Samples.Static();
        foreach (var error in new[] { invoice.Answers(other).Error, invoice.Answers(Samples.Request(other)).Error })
            Assert.Equal((WireRule.Mismatch, Samples.OffsetOf(invoice.ToArray(), OfferTlv.Description)), (error.Rule, error.Offset));
    }

    [Fact]
    public void Answers_SeveralPaths_IsOfTheNodeThatWasAsked()
    {
        var (bob, carol) = (Samples.Key(0x71), Samples.Key(0x72));
        ValueList<BlindedPath> paths = [Samples.Path(bob.PublicKey), Samples.Path(carol.PublicKey)];
        var offer = Samples.Offer(Samples.OfferFields() with { IssuerId = null, Paths = paths });
        var invoice = StaticInvoice.For(offer, Samples.StaticFields() with { NodeId = bob.PublicKey }).Sign(bob).Value;
        Assert.True(invoice.Answers(Samples.Request(offer), bob.PublicKey).IsOk);
        Assert.Equal(WireRule.Mismatch, invoice.Answers(Samples.Request(offer), carol.PublicKey).Error.Rule);
        Assert.Equal(WireRule.MissingField, StaticInvoice.For(offer, Samples.StaticFields()).Sign(bob).Error.Rule);
    }

    [Theory, InlineData(null, 1_701_209_600ul), InlineData(10u, 1_700_000_010ul)]
    public void IsExpired_Time_IsOverAfterTheLastSecond(uint? relativeExpiry, ulong last)
    {
        var invoice = Samples.Static(fields: Samples.StaticFields() with { RelativeExpiry = relativeExpiry });
        Assert.Equal((last, false, true), (invoice.ExpiresAt, invoice.IsExpired(last), invoice.IsExpired(last + 1)));
    }
}
