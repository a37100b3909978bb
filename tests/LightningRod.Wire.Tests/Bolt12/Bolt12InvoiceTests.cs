using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Tests.Bolt12;

public sealed class Bolt12InvoiceTests
{
    private static readonly byte[] OnePath = Samples.Path(Samples.PayerKey.PublicKey).ToArray();

    /// <summary>base 1, proportional 2, delta 3, minimum 4, maximum 5, and one byte of features.</summary>
    private static readonly byte[] OneInfo = [0, 0, 0, 1, 0, 0, 0, 2, 0, 3, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 5, 0, 1, 2];

    /// <summary>Changes of a valid invoice, the rule that each breaks, the record where, and how far into it.</summary>
    private static readonly Dictionary<string, (Func<TlvStream, TlvStream> Change, WireRule Rule, ulong Type, int Within)> Refusals = new()
    {
        ["type 1001"] = (r => r.With(1001), WireRule.TypeOutOfRange, 1001, 0),
        ["type 999999999"] = (r => r.With(999_999_999), WireRule.TypeOutOfRange, 999_999_999, 0),
        ["type 4000000001"] = (r => r.With(4_000_000_001), WireRule.TypeOutOfRange, 4_000_000_001, 0),
        ["unknown even of the offer"] = (r => r.With(78), WireRule.UnknownEvenType, 78, 0),
        ["unknown even of the request"] = (r => r.With(92), WireRule.UnknownEvenType, 92, 0),
        ["unknown even of the invoice"] = (r => r.With(180), WireRule.UnknownEvenType, 180, 0),
        ["unknown even experiment"] = (r => r.With(3_000_000_002), WireRule.UnknownEvenType, 3_000_000_002, 0),
        ["unknown even signature"] = (r => r.With(1000), WireRule.UnknownEvenType, 1000, 0),
        ["no amount"] = (r => r.Without(InvoiceTlv.Amount), WireRule.MissingField, InvoiceTlv.Amount, 0),
        ["no time of creation"] = (r => r.Without(InvoiceTlv.CreatedAt), WireRule.MissingField, InvoiceTlv.CreatedAt, 0),
        ["no payment hash"] = (r => r.Without(InvoiceTlv.PaymentHash), WireRule.MissingField, InvoiceTlv.PaymentHash, 0),
        ["no node id"] = (r => r.Without(InvoiceTlv.NodeId), WireRule.MissingField, InvoiceTlv.NodeId, 0),
        ["no paths"] = (r => r.Without(InvoiceTlv.Paths, InvoiceTlv.BlindedPay), WireRule.MissingField, InvoiceTlv.Paths, 0),
        ["no path in the list"] = (r => r.With(InvoiceTlv.Paths), WireRule.WrongLength, InvoiceTlv.Paths, 2),
        ["path without hops"] = (r => r.With(InvoiceTlv.Paths, [.. OnePath[..42], 0]), WireRule.ValueOutOfRange, InvoiceTlv.Paths, 45),
        ["no blindedpay"] = (r => r.Without(InvoiceTlv.BlindedPay), WireRule.MissingField, InvoiceTlv.BlindedPay, 0),
        ["blindedpay of no path"] = (r => r.Without(InvoiceTlv.Paths), WireRule.WrongLength, InvoiceTlv.BlindedPay, 0),
        ["blindedpay too few"] = (r => r.With(InvoiceTlv.BlindedPay, OneInfo), WireRule.WrongLength, InvoiceTlv.BlindedPay, 0),
        ["blindedpay too many"] = (r => r.With(InvoiceTlv.Paths, OnePath), WireRule.WrongLength, InvoiceTlv.BlindedPay, 0),
        ["blindedpay empty"] = (r => r.With(InvoiceTlv.BlindedPay), WireRule.WrongLength, InvoiceTlv.BlindedPay, 0),
        ["blindedpay cut"] = (r => r.With(InvoiceTlv.BlindedPay, OneInfo[..^1]), WireRule.UnexpectedEnd, InvoiceTlv.BlindedPay, 30),
        ["no path that can be used"] = (
            r => r.With(InvoiceTlv.Paths, OnePath).With(InvoiceTlv.BlindedPay, [.. OneInfo[..^1], 1]),
            WireRule.UnknownRequiredFeature,
            InvoiceTlv.BlindedPay,
            0),
        ["even feature"] = (r => r.With(InvoiceTlv.Features, 1), WireRule.UnknownRequiredFeature, InvoiceTlv.Features, 0),
        ["expiry of five bytes"] = (r => r.With(InvoiceTlv.RelativeExpiry, 1, 2, 3, 4, 5), WireRule.WrongLength, InvoiceTlv.RelativeExpiry, 2),
        ["short payment hash"] = (r => r.With(InvoiceTlv.PaymentHash, new byte[31]), WireRule.UnexpectedEnd, InvoiceTlv.PaymentHash, 33),
        ["amount above all bitcoin"] =
            (r => r.With(InvoiceTlv.Amount, 0x1d, 0x24, 0xb2, 0xdf, 0xac, 0x52, 0, 1), WireRule.ValueOutOfRange, InvoiceTlv.Amount, 0),
        ["amount that is not the request's"] = (r => r.With(InvoiceRequestTlv.Amount, 0x10, 0), WireRule.Mismatch, InvoiceTlv.Amount, 0),
        ["fallback cut"] = (r => r.With(InvoiceTlv.Fallbacks, 0, 0, 2, 1), WireRule.UnexpectedEnd, InvoiceTlv.Fallbacks, 6),
        ["too many fallbacks"] = (r => r.With(InvoiceTlv.Fallbacks, new byte[3 * 33]), WireRule.TooLarge, InvoiceTlv.Fallbacks, 2 + (3 * 32)),
        ["node id that is not the issuer's"] =
            (r => r.With(InvoiceTlv.NodeId, Samples.StrangerKey.PublicKey.ToArray()), WireRule.Mismatch, InvoiceTlv.NodeId, 0),
        ["node id that is in no path of the offer"] = (
            r => r.Without(OfferTlv.IssuerId).With(OfferTlv.Paths, OnePath),
            WireRule.Mismatch,
            InvoiceTlv.NodeId,
            0),
        ["message paths of a static invoice"] =
            (r => r.With(InvoiceTlv.StaticMessagePaths, OnePath), WireRule.ForbiddenField, InvoiceTlv.StaticMessagePaths, 0),
        ["message paths of LDK"] =
            (r => r.With(InvoiceTlv.StaticMessagePathsLdk, OnePath), WireRule.ForbiddenField, InvoiceTlv.StaticMessagePathsLdk, 0),
        ["no metadata of the request"] = (r => r.Without(InvoiceRequestTlv.Metadata), WireRule.MissingField, InvoiceRequestTlv.Metadata, 0),
        ["no payer id"] = (r => r.Without(InvoiceRequestTlv.PayerId), WireRule.MissingField, InvoiceRequestTlv.PayerId, 0),
        ["request below the price"] = (r => r.With(InvoiceRequestTlv.Amount, 1), WireRule.ValueOutOfRange, InvoiceRequestTlv.Amount, 0),
        ["offer without description"] = (r => r.Without(OfferTlv.Description), WireRule.MissingField, OfferTlv.Description, 0),
        ["even feature of the request"] =
            (r => r.With(InvoiceRequestTlv.Features, 1), WireRule.UnknownRequiredFeature, InvoiceRequestTlv.Features, 0),
    };

    public static IEnumerable<TheoryDataRow<string>> RefusalNames() => Refusals.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory, MemberData(nameof(RefusalNames))]
    public void Parse_BrokenRule_IsToldWithItsOffset(string name)
    {
        var (change, rule, type, within) = Refusals[name];
        var bytes = change(Samples.Invoice().Records).Signed(Bolt12Signature.Invoice, Samples.IssuerKey);
        var error = Bolt12Invoice.Parse(bytes).Error;
        Assert.Equal((rule, Samples.OffsetOf(bytes, type) + within), (error.Rule, error.Offset));
    }

    [Fact]
    public void Parse_AnyBitOfTheSignatureFlipped_IsBadSignature()
    {
        var bytes = Samples.Invoice().ToArray();
        var signature = Samples.OffsetOf(bytes, InvoiceTlv.Signature);
        for (var bit = 0; bit < 512; bit++)
        {
            var flipped = bytes.ToArray();
            flipped[signature + 2 + (bit / 8)] ^= (byte)(1 << (bit % 8));
            var error = Bolt12Invoice.Parse(flipped).Error;
            Assert.Equal((WireRule.BadSignature, signature), (error.Rule, error.Offset));
        }
    }

    [Fact]
    public void Parse_SignatureOfSomethingElse_IsRefused()
    {
        var records = Samples.Invoice().Records;
        Assert.True(Bolt12Invoice.Parse(records.Signed(Bolt12Signature.Invoice, Samples.IssuerKey)).IsOk);
        Assert.Equal(WireRule.BadSignature, Bolt12Invoice.Parse(records.Signed(Bolt12Signature.Invoice, Samples.PayerKey)).Error.Rule);
        Assert.Equal(WireRule.BadSignature, Bolt12Invoice.Parse(records.Signed(Bolt12Signature.StaticInvoice, Samples.IssuerKey)).Error.Rule);
        Assert.Equal(WireRule.BadSignature, Bolt12Invoice.Parse(records.Signed(Bolt12Signature.InvoiceRequest, Samples.IssuerKey)).Error.Rule);
        Assert.Equal(WireRule.BadSignature, Bolt12Invoice.Parse(records.With(InvoiceTlv.CreatedAt, 1).ToArray()).Error.Rule);
        Assert.Equal(WireRule.BadSignature, Bolt12Invoice.Parse(records.With(163, 1).ToArray()).Error.Rule);
        Assert.Equal(WireRule.MissingField, Bolt12Invoice.Parse(records.Without(InvoiceTlv.Signature).ToArray()).Error.Rule);
        Assert.True(Bolt12Invoice.Parse(records.With(999, 1).ToArray()).IsOk);
    }

    [Fact]
    public void Parse_CutOrFlippedAnywhere_NeverThrows()
    {
        var bytes = Samples.Invoice().ToArray();
        for (var i = 0; i < bytes.Length; i++)
        {
            Assert.False(Bolt12Invoice.Parse(bytes.AsSpan(0, i)).IsOk);
            for (var bit = 0; bit < 8; bit++)
            {
                var flipped = bytes.ToArray();
                flipped[i] ^= (byte)(1 << bit);
                var error = Bolt12Invoice.Parse(flipped).Error;

                // A signature record that became an unknown odd one, or one more invoice field, would need a signature as well.
                Assert.True(error.Rule != WireRule.None && error.Offset <= bytes.Length, $"{i}:{bit} {error}");
            }
        }
    }

    [Fact]
    public void Parse_RandomRecords_NeverThrows()
    {
        var random = new Random(160);
        var invoice = Samples.Invoice().Records;
        var types = Samples.Static().Records.Concat(invoice).Select(r => r.Type).Distinct().ToArray();
        for (var round = 0; round < 3000; round++)
        {
            var records = invoice;
            for (var changes = random.Next(1, 5); changes > 0; changes--)
            {
                var type = types[random.Next(types.Length)];
                var value = new byte[random.Next(100)];
                random.NextBytes(value);
                records = random.Next(3) == 0 ? records.Without(type) : records.With(type, value);
            }

            var bytes = records.ToArray();
            WireError[] errors = 
            [
                Bolt12Invoice.Parse(bytes).Error, StaticInvoice.Parse(bytes).Error, InvoiceRequest.Parse(bytes).Error, Offer.Parse(bytes).Error,
            ];
            Assert.All(errors, error => Assert.InRange(error.Offset, 0, bytes.Length));
        }
    }

    [Fact]
    public void For_AllFields_ReadBackWithTheRequestsRecordsAsTheyAre()
    {
        var request = InvoiceRequest.Parse(Samples.Request().Records.With(InvoiceRequestTlv.Features, 0, 0, 8).With(241, 1)
            .Signed(Bolt12Signature.InvoiceRequest, Samples.PayerKey)).Value;
        var fields = Samples.InvoiceFields() with
        {
            RelativeExpiry = 60,
            Fallbacks = [new(0, ByteString.Own(new byte[20])), new(17, ByteString.Own(new byte[20]))],
        };
        var invoice = Samples.Invoice(request, fields);
        Assert.Equal(fields with { Amount = new Msat(3000), NodeId = Samples.IssuerKey.PublicKey }, invoice.Fields);
        Assert.Equal(request.Fields, invoice.Request);
        Assert.Equal(request.Offer, invoice.Offer);
        Assert.Equal((new Msat(3000), Samples.PaymentHash, Samples.IssuerKey.PublicKey), (invoice.Amount, invoice.PaymentHash, invoice.NodeId));
        Assert.Equal(ChainHash.Bitcoin, invoice.Chain);
        Assert.Equal(64, invoice.Signature.Length);
        Assert.Equal(invoice, Bolt12Invoice.Parse(invoice.ToString()).Value);
        Assert.StartsWith("lni1", invoice.ToString(), StringComparison.Ordinal);
        foreach (var record in request.Records.Without(240, 241)) Assert.Equal(record.Value, invoice.Records.Find(record.Type));
        Assert.Equal(invoice.Signature, invoice.Records.Find(240));
        Assert.Null(invoice.Records.Find(241));
        Assert.Equal(invoice, invoice.Answers(request).Value);
    }

    [Fact]
    public void For_RequestWithAmount_AsksForIt()
    {
        var request = Samples.Request(fields: Samples.RequestFields() with { Amount = new Msat(9999) });
        Assert.Equal(new Msat(9999), Samples.Invoice(request).Amount);
        var other = Bolt12Invoice.For(request, Samples.InvoiceFields() with { Amount = new(9998) });
        Assert.Equal(WireRule.Mismatch, other.Sign(Samples.IssuerKey).Error.Rule);
    }

    [Fact]
    public void For_OfferInACurrency_NeedsAnAmount()
    {
        var request = Samples.Request(Samples.Offer(Samples.OfferFields() with { Amount = new(500, "EUR") }));
        Assert.Equal(WireRule.MissingField, Bolt12Invoice.For(request, Samples.InvoiceFields()).Sign(Samples.IssuerKey).Error.Rule);
        Assert.Equal(new Msat(77), Samples.Invoice(request, Samples.InvoiceFields() with { Amount = new(77) }).Amount);
    }

    [Fact]
    public void For_OfferWithoutIssuerId_IsSignedByTheLastHopOfAPath()
    {
        var (bob, carol) = (Samples.Key(0x71), Samples.Key(0x72));
        var fields = Samples.OfferFields() with { IssuerId = null, Paths = [Samples.Path(bob.PublicKey)] };
        var one = Samples.Request(Samples.Offer(fields));
        var unsigned = Bolt12Invoice.For(one, Samples.InvoiceFields());
        Assert.Equal(bob.PublicKey, unsigned.Sign(bob).Value.NodeId);
        Assert.Equal(WireRule.BadSignature, unsigned.Sign(Samples.IssuerKey).Error.Rule);

        var two = Samples.Request(Samples.Offer(fields with { Paths = [Samples.Path(bob.PublicKey), Samples.Path(carol.PublicKey)] }));
        Assert.Equal(WireRule.MissingField, Bolt12Invoice.For(two, Samples.InvoiceFields()).Sign(bob).Error.Rule);
        var invoice = Bolt12Invoice.For(two, Samples.InvoiceFields() with { NodeId = carol.PublicKey }).Sign(carol).Value;
        Assert.True(invoice.Answers(two).IsOk);
        Assert.True(invoice.Answers(two, asked: carol.PublicKey).IsOk);
        var error = invoice.Answers(two, asked: bob.PublicKey).Error;
        Assert.Equal((WireRule.Mismatch, Samples.OffsetOf(invoice.ToArray(), InvoiceTlv.NodeId)), (error.Rule, error.Offset));
        var stranger = Bolt12Invoice.For(two, Samples.InvoiceFields() with { NodeId = Samples.StrangerKey.PublicKey });
        Assert.Equal(WireRule.Mismatch, stranger.Sign(Samples.StrangerKey).Error.Rule);
    }

    [Fact]
    public void For_RequestWithoutAnOffer_IsSignedByAnybody()
    {
        var unsigned = Bolt12Invoice.For(Samples.Refund(), Samples.InvoiceFields() with { NodeId = Samples.StrangerKey.PublicKey });
        var invoice = unsigned.Sign(Samples.StrangerKey).Value;
        Assert.Equal(new Msat(5000), invoice.Amount);
        Assert.True(invoice.Answers(Samples.Refund()).IsOk);
        Assert.Equal(WireRule.MissingField, Bolt12Invoice.For(Samples.Refund(), Samples.InvoiceFields()).Sign(Samples.StrangerKey).Error.Rule);
    }

    [Fact]
    public void Answers_AnotherRequest_IsAMismatchAtTheRecord()
    {
        var invoice = Samples.Invoice();
        foreach (var (change, type) in new (Func<TlvStream, TlvStream>, ulong)[]
        {
            (r => r.With(InvoiceRequestTlv.Metadata, 1), InvoiceRequestTlv.Metadata),
            (r => r.With(InvoiceRequestTlv.PayerNote, "milk"u8.ToArray()), InvoiceRequestTlv.PayerNote),
            (r => r.With(InvoiceRequestTlv.Quantity, 2), InvoiceRequestTlv.Quantity),
            (r => r.With(OfferTlv.Description, "tea"u8.ToArray()), OfferTlv.Description),
            (r => r.With(OfferTlv.Features, [0, .. r.Find(OfferTlv.Features)!.Value.Span]), OfferTlv.Features),
            (r => r.Without(33), 33),
            (r => r.Without(2_000_000_001), 2_000_000_001),
            (r => r.With(2_999_999_999), 2_999_999_999),
            (r => r.With(InvoiceRequestTlv.Amount, 0x0b, 0xb8), InvoiceRequestTlv.Amount),
        })
        {
            var request = InvoiceRequest.Parse(change(Samples.Request().Records).Signed(Bolt12Signature.InvoiceRequest, Samples.PayerKey)).Value;
            var error = invoice.Answers(request).Error;
            Assert.Equal((WireRule.Mismatch, Samples.OffsetOf(invoice.ToArray(), type)), (error.Rule, error.Offset));
        }
    }

    [Theory]
    [InlineData(null, 1_700_007_200ul)]
    [InlineData(0u, 1_700_000_000ul)]
    [InlineData(60u, 1_700_000_060ul)]
    [InlineData(uint.MaxValue, 5_994_967_295ul)]
    public void IsExpired_Time_IsOverAfterTheLastSecond(uint? relativeExpiry, ulong last)
    {
        var invoice = Samples.Invoice(fields: Samples.InvoiceFields() with { RelativeExpiry = relativeExpiry });
        Assert.Equal(last, invoice.ExpiresAt);
        Assert.False(invoice.IsExpired(last));
        Assert.True(invoice.IsExpired(last + 1));
    }

    [Fact]
    public void ExpiresAt_BeyondAllTime_DoesNotWrap() =>
        Assert.Equal(ulong.MaxValue, Samples.Invoice(fields: Samples.InvoiceFields() with { CreatedAt = ulong.MaxValue - 1 }).ExpiresAt);

    [Fact]
    public void UsablePaths_EvenFeatureUnknown_IsLeftOut()
    {
        var fields = Samples.InvoiceFields();
        fields = fields with { Paths = [fields.Paths[0] with { PayInfo = Samples.PayInfo(8) }, fields.Paths[1]] };
        var invoice = Samples.Invoice(fields: fields);
        Assert.Equal(2, invoice.Fields.Paths.Count);
        Assert.Equal([fields.Paths[1]], invoice.Fields.UsablePaths);
    }

    [Theory]
    [InlineData(0, 20, true)]
    [InlineData(0, 32, true)]
    [InlineData(0, 21, false)]
    [InlineData(1, 32, true)]
    [InlineData(1, 20, false)]
    [InlineData(16, 2, true)]
    [InlineData(16, 40, true)]
    [InlineData(16, 1, false)]
    [InlineData(16, 41, false)]
    [InlineData(17, 20, false)]
    public void UsableFallbacks_VersionAndLength_AreChecked(byte version, int length, bool usable)
    {
        var fallback = new FallbackAddress(version, ByteString.Own(new byte[length]));
        var invoice = Samples.Invoice(fields: Samples.InvoiceFields() with { Fallbacks = [fallback] });
        Assert.Equal([fallback], invoice.Fields.Fallbacks);
        Assert.Equal(usable ? [fallback] : [], invoice.Fields.UsableFallbacks);
    }

    [Theory, InlineData(16, true, true), InlineData(17, true, false), InlineData(99, false, false)]
    public void AllowsMultiPart_Features_TellIt(int bit, bool allows, bool requires)
    {
        var fields = Samples.Invoice(fields: Samples.InvoiceFields() with { Features = Features.Of(bit) }).Fields;
        Assert.Equal((allows, requires), (fields.AllowsMultiPart, fields.RequiresMultiPart));
    }

    [Fact]
    public void Parse_BlindedPay_GivesItsFields()
    {
        var invoice = Bolt12Invoice.Parse(Samples.Invoice().Records.With(InvoiceTlv.Paths, OnePath).With(InvoiceTlv.BlindedPay, OneInfo)
            .Signed(Bolt12Signature.Invoice, Samples.IssuerKey)).Value;
        Assert.Equal(new BlindedPayInfo(1, 2, 3, new Msat(4), new Msat(5), Features.Of(1)), invoice.Fields.Paths.Single().PayInfo);
        Assert.Equal(Samples.Path(Samples.PayerKey.PublicKey), invoice.Fields.Paths.Single().Path);
    }
}
