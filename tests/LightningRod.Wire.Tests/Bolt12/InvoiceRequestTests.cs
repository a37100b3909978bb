using LightningRod.Testing;
using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Tests.Bolt12;

public sealed class InvoiceRequestTests
{
    private static readonly byte[] Testnet = ChainHash.Testnet.Value.Span.ToArray();

    /// <summary>Changes of a valid answer to an offer of 1 to 5 items for 1000 msat, the rule that each breaks, and the record where.</summary>
    private static readonly Dictionary<string, (Func<TlvStream, TlvStream> Change, WireRule Rule, ulong Type, int Within)> Refusals = new()
    {
        ["type 160"] = (r => r.With(160), WireRule.TypeOutOfRange, 160, 0),
        ["type 239"] = (r => r.With(239), WireRule.TypeOutOfRange, 239, 0),
        ["type 1001"] = (r => r.With(1001), WireRule.TypeOutOfRange, 1001, 0),
        ["type 3000000001"] = (r => r.With(3_000_000_001), WireRule.TypeOutOfRange, 3_000_000_001, 0),
        ["type above 32 bits"] = (r => r.With(5_000_000_001), WireRule.TypeOutOfRange, 5_000_000_001, 0),
        ["unknown even of the offer"] = (r => r.With(24), WireRule.UnknownEvenType, 24, 0),
        ["unknown even of the request"] = (r => r.With(158), WireRule.UnknownEvenType, 158, 0),
        ["unknown even experiment"] = (r => r.With(2_999_999_998), WireRule.UnknownEvenType, 2_999_999_998, 0),
        ["unknown even signature"] = (r => r.With(242), WireRule.UnknownEvenType, 242, 0),
        ["no metadata"] = (r => r.Without(InvoiceRequestTlv.Metadata), WireRule.MissingField, InvoiceRequestTlv.Metadata, 0),
        ["no payer id"] = (r => r.Without(InvoiceRequestTlv.PayerId), WireRule.MissingField, InvoiceRequestTlv.PayerId, 0),
        ["payer id no point"] = (r => r.With(InvoiceRequestTlv.PayerId, new byte[33]), WireRule.NotAPoint, InvoiceRequestTlv.PayerId, 2),
        ["even feature"] = (r => r.With(InvoiceRequestTlv.Features, 4, 0), WireRule.UnknownRequiredFeature, InvoiceRequestTlv.Features, 0),
        ["short chain"] = (r => r.With(InvoiceRequestTlv.Chain, new byte[31]), WireRule.UnexpectedEnd, InvoiceRequestTlv.Chain, 33),
        ["long chain"] = (r => r.With(InvoiceRequestTlv.Chain, new byte[33]), WireRule.WrongLength, InvoiceRequestTlv.Chain, 34),
        ["chain that is not the offer's"] = (r => r.With(InvoiceRequestTlv.Chain, Testnet), WireRule.ValueOutOfRange, InvoiceRequestTlv.Chain, 0),
        ["no chain, and the offer is not for bitcoin"] =
            (r => r.With(OfferTlv.Chains, Testnet), WireRule.ValueOutOfRange, InvoiceRequestTlv.Chain, 0),
        ["amount below the price"] = (r => r.With(InvoiceRequestTlv.Amount, 0x0b, 0xb7), WireRule.ValueOutOfRange, InvoiceRequestTlv.Amount, 0),
        ["amount above all bitcoin"] =
            (r => r.With(InvoiceRequestTlv.Amount, 0x1d, 0x24, 0xb2, 0xdf, 0xac, 0x52, 0, 1), WireRule.ValueOutOfRange, InvoiceRequestTlv.Amount, 0),
        ["amount with a leading zero"] = (r => r.With(InvoiceRequestTlv.Amount, 0, 0x10, 0), WireRule.NotMinimal, InvoiceRequestTlv.Amount, 2),
        ["no amount, and the offer has none"] = (r => r.Without(OfferTlv.Amount), WireRule.MissingField, InvoiceRequestTlv.Amount, 0),
        ["price above all bitcoin"] = (
            r => r.With(OfferTlv.Amount, 0x1d, 0x24, 0xb2, 0xdf, 0xac, 0x52, 0, 0).With(InvoiceRequestTlv.Quantity, 2),
            WireRule.ValueOutOfRange,
            InvoiceRequestTlv.Quantity,
            0),
        ["no quantity"] = (r => r.Without(InvoiceRequestTlv.Quantity), WireRule.MissingField, InvoiceRequestTlv.Quantity, 0),
        ["quantity zero"] = (r => r.With(InvoiceRequestTlv.Quantity), WireRule.ValueOutOfRange, InvoiceRequestTlv.Quantity, 0),
        ["quantity too high"] = (r => r.With(InvoiceRequestTlv.Quantity, 6), WireRule.ValueOutOfRange, InvoiceRequestTlv.Quantity, 0),
        ["quantity zero of any number"] =
            (r => r.With(OfferTlv.QuantityMax).With(InvoiceRequestTlv.Quantity), WireRule.ValueOutOfRange, InvoiceRequestTlv.Quantity, 0),
        ["quantity of an offer for one item"] = (r => r.Without(OfferTlv.QuantityMax), WireRule.ForbiddenField, InvoiceRequestTlv.Quantity, 0),
        ["note no UTF-8"] = (r => r.With(InvoiceRequestTlv.PayerNote, 0x61, 0xc0), WireRule.NotUtf8, InvoiceRequestTlv.PayerNote, 3),
        ["no path in the list"] = (r => r.With(InvoiceRequestTlv.Paths), WireRule.WrongLength, InvoiceRequestTlv.Paths, 2),
        ["path without hops"] = (
            r => r.With(InvoiceRequestTlv.Paths, [.. Samples.Path(Samples.PayerKey.PublicKey).ToArray()[..42], 0]),
            WireRule.ValueOutOfRange,
            InvoiceRequestTlv.Paths,
            45),
        ["name with a space"] =
            (r => r.With(InvoiceRequestTlv.Bip353Name, [3, .. "a b"u8, 1, .. "c"u8]), WireRule.BadCharacter, InvoiceRequestTlv.Bip353Name, 4),
        ["domain with an @"] =
            (r => r.With(InvoiceRequestTlv.Bip353Name, [1, .. "a"u8, 3, .. "c@d"u8]), WireRule.BadCharacter, InvoiceRequestTlv.Bip353Name, 6),
        ["name that is cut"] = (r => r.With(InvoiceRequestTlv.Bip353Name, [9, .. "a"u8]), WireRule.UnexpectedEnd, InvoiceRequestTlv.Bip353Name, 4),
        ["name with more behind it"] =
            (r => r.With(InvoiceRequestTlv.Bip353Name, [1, .. "a"u8, 1, .. "b"u8, 0]), WireRule.WrongLength, InvoiceRequestTlv.Bip353Name, 6),
        ["offer without description"] = (r => r.Without(OfferTlv.Description), WireRule.MissingField, OfferTlv.Description, 0),
        ["offer of nothing"] = (r => r.With(OfferTlv.Amount), WireRule.ValueOutOfRange, OfferTlv.Amount, 0),
        ["even feature of the offer"] = (r => r.With(OfferTlv.Features, 1), WireRule.UnknownRequiredFeature, OfferTlv.Features, 0),
    };

    /// <summary>The same for a request that stands alone.</summary>
    private static readonly Dictionary<string, (Func<TlvStream, TlvStream> Change, WireRule Rule, ulong Type)> AloneRefusals = new()
    {
        ["chains"] = (r => r.With(OfferTlv.Chains, ChainHash.Bitcoin.Value.Span.ToArray()), WireRule.ForbiddenField, OfferTlv.Chains),
        ["features"] = (r => r.With(OfferTlv.Features, 2), WireRule.ForbiddenField, OfferTlv.Features),
        ["quantity_max"] = (r => r.With(OfferTlv.QuantityMax, 2), WireRule.ForbiddenField, OfferTlv.QuantityMax),
        ["no amount"] = (r => r.Without(InvoiceRequestTlv.Amount), WireRule.MissingField, InvoiceRequestTlv.Amount),
        ["no metadata"] = (r => r.Without(InvoiceRequestTlv.Metadata), WireRule.MissingField, InvoiceRequestTlv.Metadata),
        ["no payer id"] = (r => r.Without(InvoiceRequestTlv.PayerId), WireRule.MissingField, InvoiceRequestTlv.PayerId),
        ["currency without amount"] = (r => r.With(OfferTlv.Currency, "USD"u8.ToArray()), WireRule.MissingField, OfferTlv.Amount),
    };

    public static IEnumerable<TheoryDataRow<string>> RefusalNames() => Refusals.Keys.Select(name => new TheoryDataRow<string>(name));

    public static IEnumerable<TheoryDataRow<string>> AloneRefusalNames() => AloneRefusals.Keys.Select(name => new TheoryDataRow<string>(name));

    [Fact]
    public void Parse_SignedVectorRow_GivesItsFields()
    {
        var row = Vectors.Json("bolt12/signature-test.json").AsArray()[^1]!;
        var request = InvoiceRequest.Parse(row.Str("bolt12"));
        Assert.True(request.IsOk, request.ToString());
        Assert.Equal(new OfferAmount(100, "USD"), request.Value.Offer.Amount);
        Assert.Equal("A Mathematical Treatise", request.Value.Offer.Description);
        Assert.Equal(Samples.IssuerKey.PublicKey, request.Value.Offer.IssuerId);
        Assert.Equal(Samples.PayerKey.PublicKey, request.Value.PayerId);
        Assert.Equal(ByteString.Own(new byte[8]), request.Value.Fields.Metadata);
        Assert.Equal(row.Str("signature"), request.Value.Signature.ToString());
        Assert.Equal(ChainHash.Bitcoin, request.Value.Chain);
        Assert.Null(request.Value.ExpectedAmount);
        Assert.Equal(row.Str("bolt12"), request.Value.ToString());

        var fields = new OfferFields { Amount = new(100, "USD"), Description = "A Mathematical Treatise", IssuerId = Samples.IssuerKey.PublicKey };
        var offer = Offer.Create(fields).Value;
        Assert.Equal(offer.Id, request.Value.OfferId);
        Assert.True(request.Value.Answers(offer).IsOk);
        var own = new InvoiceRequestFields { Metadata = ByteString.Own(new byte[8]), PayerId = Samples.PayerKey.PublicKey };
        var unsigned = InvoiceRequest.For(offer, own);
        Assert.Equal(row.Str("H(signature_tag,merkle)"), unsigned.Digest.ToString());
        Assert.Equal(request.Value, unsigned.Complete(row.Hex("signature")).Value);
    }

    [Theory, MemberData(nameof(RefusalNames))]
    public void Parse_BrokenRule_IsToldWithItsOffset(string name)
    {
        var (change, rule, type, within) = Refusals[name];
        var bytes = change(Samples.Request().Records).Signed(Bolt12Signature.InvoiceRequest, Samples.PayerKey);
        var error = InvoiceRequest.Parse(bytes).Error;
        Assert.Equal((rule, Samples.OffsetOf(bytes, type) + within), (error.Rule, error.Offset));
    }

    [Theory, MemberData(nameof(AloneRefusalNames))]
    public void Parse_BrokenRuleWithoutAnOffer_IsToldWithItsOffset(string name)
    {
        var (change, rule, type) = AloneRefusals[name];
        var bytes = change(Samples.Refund().Records).ToArray();
        var error = InvoiceRequest.Parse(bytes).Error;
        Assert.Equal((rule, Samples.OffsetOf(bytes, type)), (error.Rule, error.Offset));
    }

    [Fact]
    public void Parse_AnyBitOfTheSignatureFlipped_IsBadSignature()
    {
        var bytes = Samples.Request().ToArray();
        var signature = Samples.OffsetOf(bytes, InvoiceTlv.Signature);
        for (var bit = 0; bit < 512; bit++)
        {
            var flipped = bytes.ToArray();
            flipped[signature + 2 + (bit / 8)] ^= (byte)(1 << (bit % 8));
            var error = InvoiceRequest.Parse(flipped).Error;
            Assert.Equal((WireRule.BadSignature, signature), (error.Rule, error.Offset));
        }
    }

    [Fact]
    public void Parse_SignatureOfSomethingElse_IsRefused()
    {
        var records = Samples.Request().Records;
        var signed = InvoiceRequest.Parse(records.Signed(Bolt12Signature.InvoiceRequest, Samples.PayerKey));
        Assert.True(signed.IsOk, signed.ToString());
        Assert.Equal(WireRule.BadSignature, InvoiceRequest.Parse(records.Signed(Bolt12Signature.InvoiceRequest, Samples.IssuerKey)).Error.Rule);
        Assert.Equal(WireRule.BadSignature, InvoiceRequest.Parse(records.Signed(Bolt12Signature.Invoice, Samples.PayerKey)).Error.Rule);
        Assert.Equal(WireRule.BadSignature, InvoiceRequest.Parse(records.With(InvoiceRequestTlv.PayerNote, "milk"u8.ToArray()).ToArray()).Error.Rule);
        Assert.Equal(WireRule.BadSignature, InvoiceRequest.Parse(records.With(95, 1).ToArray()).Error.Rule);
        Assert.Equal(WireRule.MissingField, InvoiceRequest.Parse(records.Without(InvoiceTlv.Signature).ToArray()).Error.Rule);
        Assert.Equal(WireRule.UnexpectedEnd, InvoiceRequest.Parse(records.With(InvoiceTlv.Signature, new byte[63]).ToArray()).Error.Rule);
        Assert.Equal(WireRule.WrongLength, InvoiceRequest.Parse(records.With(InvoiceTlv.Signature, new byte[65]).ToArray()).Error.Rule);
        Assert.True(InvoiceRequest.Parse(records.With(241, 1).ToArray()).IsOk);
    }

    [Fact]
    public void Parse_RequestWithoutAnOffer_NeedsNoSignatureButAValidOne()
    {
        var records = Samples.Refund().Records;
        Assert.Null(Samples.Refund().Signature);
        Assert.NotNull(InvoiceRequest.Parse(records.Signed(Bolt12Signature.InvoiceRequest, Samples.PayerKey)).Value.Signature);
        Assert.Equal(WireRule.BadSignature, InvoiceRequest.Parse(records.Signed(Bolt12Signature.InvoiceRequest, Samples.StrangerKey)).Error.Rule);
    }

    [Fact]
    public void Parse_CutOrFlippedAnywhere_NeverThrows()
    {
        var bytes = Samples.Request().ToArray();
        for (var i = 0; i < bytes.Length; i++)
        {
            Assert.False(InvoiceRequest.Parse(bytes.AsSpan(0, i)).IsOk);
            for (var bit = 0; bit < 8; bit++)
            {
                var flipped = bytes.ToArray();
                flipped[i] ^= (byte)(1 << bit);
                var error = InvoiceRequest.Parse(flipped).Error;
                Assert.True(error.Rule != WireRule.None && error.Offset <= bytes.Length, $"{i}:{bit} {error}");
            }
        }
    }

    [Fact]
    public void For_AllFields_ReadBackWithTheOffersRecordsAsTheyAre()
    {
        // A feature field with leading zero bytes: the same features, and yet other bytes that have to be copied.
        var records = Samples.Offer().Records.With(OfferTlv.Features, 0, 0, 8).With(OfferTlv.Chains, [.. Testnet, .. ChainHash.Signet.Value.Span]);
        var offer = Offer.Parse(records.ToArray()).Value;
        var fields = Samples.RequestFields() with
        {
            Chain = ChainHash.Signet,
            Amount = new Msat(3000),
            Features = Features.Of(101),
            Paths = [Samples.Path(Samples.PayerKey.PublicKey)],
            Bip353Name = new("alice-1_x.y", "Example.COM"),
        };
        var request = Samples.Request(offer, fields);
        Assert.Equal(fields, request.Fields);
        Assert.Equal(offer.Fields, request.Offer);
        Assert.Equal(ChainHash.Signet, request.Chain);
        Assert.Equal("alice-1_x.y@Example.COM", request.Fields.Bip353Name.ToString());
        Assert.Equal(offer.Id, request.OfferId);
        Assert.Equal(request, InvoiceRequest.Parse(request.ToString()).Value);
        Assert.Equal(request, InvoiceRequest.Parse(request.ToString().ToUpperInvariant()).Value);
        Assert.Equal(request, request.Answers(offer).Value);
        foreach (var record in offer.Records) Assert.Equal(record.Value, request.Records.Find(record.Type));
        Assert.NotEqual<Bolt12Message>(request, offer);
    }

    [Fact]
    public void For_NoMetadata_DrawsThem()
    {
        var fields = Samples.RequestFields() with { Metadata = null };
        var (one, other) = (Samples.Request(fields: fields), Samples.Request(fields: fields));
        Assert.Equal(InvoiceRequest.DefaultMetadataSize, one.Fields.Metadata!.Value.Length);
        Assert.NotEqual(one.Fields.Metadata, other.Fields.Metadata);
    }

    [Fact]
    public void For_WrongKeyOrNoPayerId_IsRefused()
    {
        var unsigned = InvoiceRequest.For(Samples.Offer(), Samples.RequestFields());
        Assert.Equal(WireRule.BadSignature, unsigned.Sign(Samples.StrangerKey).Error.Rule);
        Assert.Equal(WireRule.UnexpectedEnd, unsigned.Complete(default).Error.Rule);
        unsigned = InvoiceRequest.For(Samples.Offer(), Samples.RequestFields() with { PayerId = null });
        Assert.Equal(WireRule.MissingField, unsigned.Sign(Samples.PayerKey).Error.Rule);
        Assert.Throws<ArgumentException>(() => InvoiceRequest.For(Samples.Offer(), Samples.RequestFields() with { Unknowns = Samples.Unknowns(33) }));
    }

    [Fact]
    public void Answers_AnotherOffer_IsAMismatchAtTheRecord()
    {
        var request = Samples.Request();
        foreach (var (other, type) in new (OfferFields, ulong)[]
        {
            (Samples.OfferFields() with { Description = "tea" }, OfferTlv.Description),
            (Samples.OfferFields() with { Unknowns = Samples.Unknowns(33, 35, 1_000_000_033) }, 35),
            (Samples.OfferFields() with { Unknowns = Samples.Unknowns(33) }, 1_000_000_033),
            (Samples.OfferFields() with { Metadata = null }, OfferTlv.Metadata),
            (Samples.OfferFields() with { Chains = [ChainHash.Bitcoin] }, OfferTlv.Chains),
        })
        {
            var error = request.Answers(Samples.Offer(other)).Error;
            Assert.Equal((WireRule.Mismatch, Samples.OffsetOf(request.ToArray(), type)), (error.Rule, error.Offset));
        }
    }

    [Theory]
    [InlineData(1000ul, null, null, 1000ul)]
    [InlineData(1000ul, 4ul, null, 4000ul)]
    [InlineData(1000ul, 4ul, 4000ul, 4000ul)]
    [InlineData(1000ul, 4ul, 9000ul, 9000ul)]
    [InlineData(null, null, 7ul, 7ul)]
    public void ExpectedAmount_OfferQuantityAndAmount_IsThePriceOrWhatThePayerTells(ulong? price, ulong? quantity, ulong? amount, ulong expected)
    {
        var offer = Samples.Offer(Samples.OfferFields() with
        {
            Amount = price is { } p ? new OfferAmount(p) : null,
            QuantityMax = quantity is null ? null : 0,
        });
        var request = Samples.Request(offer, Samples.RequestFields() with { Quantity = quantity, Amount = amount is { } a ? new Msat(a) : null });
        Assert.Equal(new Msat(expected), request.ExpectedAmount);
    }

    [Theory, InlineData(1ul, true), InlineData(5ul, true), InlineData(6ul, false)]
    public void For_Quantity_MayBeUpToTheMaximum(ulong quantity, bool allowed) =>
        Assert.Equal(allowed, InvoiceRequest.For(Samples.Offer(), Samples.RequestFields() with { Quantity = quantity }).Sign(Samples.PayerKey).IsOk);

    [Fact]
    public void ExpectedAmount_Currency_IsForTheCallerToConvert()
    {
        var offer = Samples.Offer(Samples.OfferFields() with { Amount = new(500, "EUR") });
        Assert.Null(Samples.Request(offer).ExpectedAmount);
        Assert.Equal(new Msat(1), Samples.Request(offer, Samples.RequestFields() with { Amount = new(1) }).ExpectedAmount);
    }

    [Fact]
    public void Create_WithoutAnOffer_ReadsBack()
    {
        var refund = Samples.Refund();
        Assert.Null(refund.OfferId);
        Assert.False(refund.Offer.NamesIssuer);
        Assert.Equal(new Msat(5000), refund.ExpectedAmount);
        Assert.Equal(refund, InvoiceRequest.Parse(refund.ToString()).Value);
    }

    [Fact]
    public void Create_FieldsThatAWriterMustNotSet_AreRefused()
    {
        var fields = new InvoiceRequestFields { Amount = new(5), PayerId = Samples.PayerKey.PublicKey };
        var offer = new OfferFields { Description = "refund", AbsoluteExpiry = 5, Issuer = "shop" };
        Assert.True(InvoiceRequest.Create(offer, fields).IsOk);
        Assert.Equal(WireRule.MissingField, InvoiceRequest.Create(offer with { Description = null }, fields).Error.Rule);
        Assert.Equal(WireRule.MissingField, InvoiceRequest.Create(offer, fields with { Amount = null }).Error.Rule);
        foreach (var wrong in new[]
        {
            offer with { Metadata = ByteString.CopyOf([1]) }, offer with { Chains = [ChainHash.Bitcoin] }, offer with { Amount = new(5) },
            offer with { Amount = new(5, "USD") }, offer with { Features = Features.Of(1) }, offer with { QuantityMax = 1 },
            offer with { Paths = [Samples.Path(Samples.PayerKey.PublicKey)] }, offer with { IssuerId = Samples.IssuerKey.PublicKey },
        })
        {
            Assert.Equal(WireRule.ForbiddenField, InvoiceRequest.Create(wrong, fields).Error.Rule);
        }
    }
}
