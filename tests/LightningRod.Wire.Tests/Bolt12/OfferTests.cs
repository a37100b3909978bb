using LightningRod.Testing;
using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Tests.Bolt12;

public sealed class OfferTests
{
    private static readonly System.Text.Json.Nodes.JsonArray Rows = Vectors.Json("bolt12/offers-test.json").AsArray();

    private static readonly PublicKey Alice = Samples.IssuerKey.PublicKey;

    private static readonly OfferFields Described = new() { Description = "Test vectors", IssuerId = Alice };

    /// <summary>What each valid row of the vectors says, in typed fields.</summary>
    private static readonly Dictionary<string, OfferFields> Typed = new()
    {
        ["Minimal bolt12 offer"] = new() { IssuerId = Alice },
        ["with description (but no amount)"] = Described,
        ["for testnet"] = Described with { Chains = [ChainHash.Testnet] },
        ["for bitcoin (redundant)"] = Described with { Chains = [ChainHash.Bitcoin] },
        ["for bitcoin or liquidv1"] = Described with
        {
            Chains = [new(Bytes32.FromHex("1466275836220db2944ca059a3a10ef6fd2ea684b0688d2c379296888a206003")), ChainHash.Bitcoin],
        },
        ["with metadata"] = Described with { Metadata = ByteString.Own(new byte[16]) },
        ["with amount"] = Described with { Amount = new(10_000) },
        ["with currency"] = Described with { Amount = new(10_000, "USD") },
        ["with expiry"] = Described with { AbsoluteExpiry = 2_051_184_600 },
        ["with issuer"] = Described with { Issuer = "https://bolt12.org BOLT12 industries" },
        ["with quantity"] = Described with { QuantityMax = 5 },
        ["with unlimited (or unknown) quantity"] = Described with { QuantityMax = 0 },
        ["with single quantity (weird but valid)"] = Described with { QuantityMax = 1 },
        ["with feature"] = Described with { Features = Features.Of(99) },
        ["with blinded path via Bob (0x424242...), path_key 020202..."] = Described with { Paths = [ViaBob()] },
        ["same, with blinded path first_node_id using sciddir"] = Described with
        {
            Paths = [ViaBob() with { Introduction = IntroductionNode.Of(new ShortChannelId(0, 0, 42), 0) }],
        },
        ["with no issuer_id and blinded path via Bob (0x424242...), path_key 020202..."] = Described with { IssuerId = null, Paths = [ViaBob()] },
        ["... and with second blinded path via 1x2x3 (direction 1), path_key 020202..."] = Described with
        {
            Paths = [ViaBob(), ViaBob(0x22) with { Introduction = IntroductionNode.Of(new ShortChannelId(1, 2, 3), 1) }],
        },
        ["unknown odd field"] = Described with { Unknowns = TlvStream.Of(new TlvRecord(33, ByteString.CopyOf("helloworld"u8))) },
        ["unknown odd experimental field"] = Described with
        {
            Unknowns = TlvStream.Of(new TlvRecord(1_000_000_033, ByteString.CopyOf("helloworld"u8))),
        },
    };

    /// <summary>The rule that each invalid row of the vectors breaks.</summary>
    private static readonly Dictionary<string, WireRule> Rules = new()
    {
        ["Malformed: fields out of order"] = WireRule.TypeOrder,
        ["Malformed: unknown even TLV type 78"] = WireRule.UnknownEvenType,
        ["Malformed: empty"] = WireRule.MissingField,
        ["Malformed: truncated at type"] = WireRule.UnexpectedEnd,
        ["Malformed: truncated in length"] = WireRule.UnexpectedEnd,
        ["Malformed: truncated after length"] = WireRule.UnexpectedEnd,
        ["Malformed: truncated in description"] = WireRule.UnexpectedEnd,
        ["Malformed: invalid offer_chains length"] = WireRule.UnexpectedEnd,
        ["Malformed: truncated currency UTF-8"] = WireRule.NotUtf8,
        ["Malformed: invalid currency UTF-8"] = WireRule.NotUtf8,
        ["Malformed: truncated description UTF-8"] = WireRule.NotUtf8,
        ["Malformed: invalid description UTF-8"] = WireRule.NotUtf8,
        ["Malformed: truncated offer_paths"] = WireRule.UnexpectedEnd,

        // These five have no length before the paths, so the records that follow the first are not what was meant; Refusals has the meaning.
        ["Malformed: zero num_hops in blinded_path"] = WireRule.TypeOrder,
        ["Malformed: truncated onionmsg_hop in blinded_path"] = WireRule.TypeOrder,
        ["Malformed: bad first_node_id in blinded_path"] = WireRule.TypeOrder,
        ["Malformed: bad path_key in blinded_path"] = WireRule.TypeOrder,
        ["Malformed: bad blinded_node_id in onionmsg_hop"] = WireRule.TypeOrder,

        ["Malformed: truncated issuer UTF-8"] = WireRule.NotUtf8,
        ["Malformed: invalid issuer UTF-8"] = WireRule.NotUtf8,
        ["Malformed: invalid offer_issuer_id"] = WireRule.NotAPoint,
        ["Contains type >= 80"] = WireRule.TypeOutOfRange,

        // The types of these two begin with fd where fe is meant, which makes their lengths go beyond the end; Refusals has the meaning.
        ["Contains type > 1999999999"] = WireRule.UnexpectedEnd,
        ["Contains unknown even type (1000000002)"] = WireRule.UnexpectedEnd,

        ["Contains unknown feature 122"] = WireRule.UnknownRequiredFeature,
        ["Missing offer_description, but has offer_amount"] = WireRule.MissingField,
        ["Missing offer_amount with offer_currency"] = WireRule.MissingField,
        ["Invalid: zero offer_amount"] = WireRule.ValueOutOfRange,
        ["Invalid: zero offer_amount with currency"] = WireRule.ValueOutOfRange,
        ["Missing offer_issuer_id and no offer_path"] = WireRule.MissingField,
        ["Second offer_path is empty"] = WireRule.ValueOutOfRange,
        ["offer_chains with zero entries"] = WireRule.WrongLength,
        ["Bech32 padding exceeds 4-bit limit"] = WireRule.BadPadding,
    };

    /// <summary>Changes of a valid offer, the rule that each breaks, the record where, and how far into it.</summary>
    private static readonly Dictionary<string, (Func<TlvStream, TlvStream> Change, WireRule Rule, ulong Type, int Within)> Refusals = new()
    {
        ["type 0"] = (r => r.With(0, 1), WireRule.TypeOutOfRange, 0, 0),
        ["type 81"] = (r => r.With(81), WireRule.TypeOutOfRange, 81, 0),
        ["type 240"] = (r => r.With(240), WireRule.TypeOutOfRange, 240, 0),
        ["type 999999999"] = (r => r.With(999_999_999), WireRule.TypeOutOfRange, 999_999_999, 0),
        ["type 2000000000"] = (r => r.With(2_000_000_000), WireRule.TypeOutOfRange, 2_000_000_000, 0),
        ["type 3000000001"] = (r => r.With(3_000_000_001), WireRule.TypeOutOfRange, 3_000_000_001, 0),
        ["unknown even 24"] = (r => r.With(24), WireRule.UnknownEvenType, 24, 0),
        ["unknown even 1999999998"] = (r => r.With(1_999_999_998), WireRule.UnknownEvenType, 1_999_999_998, 0),
        ["half a chain"] = (r => r.With(OfferTlv.Chains, new byte[48]), WireRule.UnexpectedEnd, OfferTlv.Chains, 50),
        ["too many chains"] = (r => r.With(OfferTlv.Chains, new byte[32 * 33]), WireRule.TooLarge, OfferTlv.Chains, 4 + (32 * 32)),
        ["currency of two letters"] = (r => r.With(OfferTlv.Currency, "US"u8.ToArray()), WireRule.ValueOutOfRange, OfferTlv.Currency, 0),
        ["currency of four letters"] = (r => r.With(OfferTlv.Currency, "USDT"u8.ToArray()), WireRule.ValueOutOfRange, OfferTlv.Currency, 0),
        ["currency in lower case"] = (r => r.With(OfferTlv.Currency, "usd"u8.ToArray()), WireRule.ValueOutOfRange, OfferTlv.Currency, 0),
        ["currency without amount"] =
            (r => r.Without(OfferTlv.Amount).With(OfferTlv.Currency, "USD"u8.ToArray()), WireRule.MissingField, OfferTlv.Amount, 0),
        ["amount zero"] = (r => r.With(OfferTlv.Amount), WireRule.ValueOutOfRange, OfferTlv.Amount, 0),
        ["amount with a leading zero"] = (r => r.With(OfferTlv.Amount, 0, 1), WireRule.NotMinimal, OfferTlv.Amount, 2),
        ["amount of nine bytes"] = (r => r.With(OfferTlv.Amount, 1, 2, 3, 4, 5, 6, 7, 8, 9), WireRule.WrongLength, OfferTlv.Amount, 2),
        ["amount above all bitcoin"] =
            (r => r.With(OfferTlv.Amount, 0x1d, 0x24, 0xb2, 0xdf, 0xac, 0x52, 0, 1), WireRule.ValueOutOfRange, OfferTlv.Amount, 0),
        ["amount without description"] = (r => r.Without(OfferTlv.Description), WireRule.MissingField, OfferTlv.Description, 0),
        ["even feature"] = (r => r.With(OfferTlv.Features, 1), WireRule.UnknownRequiredFeature, OfferTlv.Features, 0),
        ["expiry of nine bytes"] =
            (r => r.With(OfferTlv.AbsoluteExpiry, 1, 2, 3, 4, 5, 6, 7, 8, 9), WireRule.WrongLength, OfferTlv.AbsoluteExpiry, 2),
        ["no path in the list"] = (r => r.With(OfferTlv.Paths), WireRule.WrongLength, OfferTlv.Paths, 2),
        ["path without hops"] = (r => r.With(OfferTlv.Paths, PathWith(42, 0)[..43]), WireRule.ValueOutOfRange, OfferTlv.Paths, 45),
        ["path of a first node that is no point"] = (r => r.With(OfferTlv.Paths, PathWith(0, 4)), WireRule.NotAPoint, OfferTlv.Paths, 2),
        ["path key that is no point"] = (r => r.With(OfferTlv.Paths, PathWith(9, 4)), WireRule.NotAPoint, OfferTlv.Paths, 11),
        ["blinded node id that is no point"] = (r => r.With(OfferTlv.Paths, PathWith(43, 4)), WireRule.NotAPoint, OfferTlv.Paths, 45),
        ["path cut in its last hop"] = (r => r.With(OfferTlv.Paths, PathWith(0, 0)[..^1]), WireRule.UnexpectedEnd, OfferTlv.Paths, 118),
        ["too many paths"] = (r => r.With(OfferTlv.Paths, Paths(33)), WireRule.TooLarge, OfferTlv.Paths, 4 + Paths(32).Length),
        ["issuer no UTF-8"] = (r => r.With(OfferTlv.Issuer, 0x61, 0xff), WireRule.NotUtf8, OfferTlv.Issuer, 3),
        ["short issuer id"] = (r => r.With(OfferTlv.IssuerId, Alice.ToArray()[..32]), WireRule.UnexpectedEnd, OfferTlv.IssuerId, 34),
        ["long issuer id"] = (r => r.With(OfferTlv.IssuerId, [.. Alice.ToArray(), 0]), WireRule.WrongLength, OfferTlv.IssuerId, 35),
        ["issuer id no point"] = (r => r.With(OfferTlv.IssuerId, new byte[33]), WireRule.NotAPoint, OfferTlv.IssuerId, 2),
        ["neither issuer id nor paths"] = (r => r.Without(OfferTlv.IssuerId), WireRule.MissingField, OfferTlv.IssuerId, 0),
    };

    public static IEnumerable<TheoryDataRow<string, string>> Valid() =>
        from row in Rows where row!["valid"]!.GetValue<bool>() select new TheoryDataRow<string, string>(row.Str("description"), row.Str("bolt12"));

    public static IEnumerable<TheoryDataRow<string, string>> Invalid() =>
        from row in Rows where !row!["valid"]!.GetValue<bool>() select new TheoryDataRow<string, string>(row.Str("description"), row.Str("bolt12"));

    public static IEnumerable<TheoryDataRow<string>> RefusalNames() => Refusals.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory, MemberData(nameof(Valid))]
    public void Parse_ValidVectorRow_GivesItsFields(string description, string text)
    {
        var offer = Offer.Parse(text);
        Assert.True(offer.IsOk, offer.ToString());
        var fields = Rows.Single(row => row!.Str("description") == description)!["fields"]!.AsArray();
        Assert.Equal(fields.Select(f => (f!["type"]!.GetValue<ulong>(), f.Str("hex"))), offer.Value.Records.Select(r => (r.Type, r.Value.ToHex())));
        Assert.Equal(Typed[description], offer.Value.Fields);
        Assert.Equal(text, offer.Value.ToString());
        Assert.Equal(offer.Value, Offer.Create(Typed[description]).Value);
        Assert.Equal(offer.Value, Offer.Parse(offer.Value.ToArray()).Value);
    }

    [Theory, MemberData(nameof(Invalid))]
    public void Parse_InvalidVectorRow_IsRefusedByItsRule(string description, string text)
    {
        var offer = Offer.Parse(text);
        Assert.False(offer.IsOk);
        Assert.Equal(Rules[description], offer.Error.Rule);
        Assert.InRange(offer.Error.Offset, 4, text.Length);
    }

    [Fact]
    public void Vectors_AllRows_HaveAnExpectation()
    {
        Assert.Equal(Rows.Count, Typed.Count + Rules.Count);
        Assert.Equal(53, Rows.Count);
    }

    [Theory, MemberData(nameof(RefusalNames))]
    public void Parse_BrokenRule_IsToldWithItsOffset(string name)
    {
        var (change, rule, type, within) = Refusals[name];
        var bytes = change(Samples.Offer().Records).ToArray();
        var error = Offer.Parse(bytes).Error;
        Assert.Equal((rule, Samples.OffsetOf(bytes, type) + within), (error.Rule, error.Offset));
    }

    [Fact]
    public void Parse_FieldIsWrong_NamesTheField()
    {
        var records = Samples.Offer().Records;
        Assert.StartsWith("offer_issuer_id: ", Offer.Parse(records.Without(OfferTlv.IssuerId).ToArray()).Error.Detail, StringComparison.Ordinal);
        Assert.StartsWith("offer_issuer: ", Offer.Parse(records.With(OfferTlv.Issuer, 0xff).ToArray()).Error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_BoundsExceeded_IsTooLarge()
    {
        var unknowns = Samples.Unknowns([.. Enumerable.Range(0, 254).Select(i => 1_000_000_001UL + (2 * (ulong)i))]);
        var most = TlvStream.Of([.. Samples.Offer(Described).Records, .. unknowns]);
        Assert.Equal(Bolt12Message.MaxRecords, Offer.Parse(most.ToArray()).Value.Records.Count);
        var error = Offer.Parse(most.With(1_999_999_999).ToArray()).Error;
        Assert.Equal((WireRule.TooLarge, most.EncodedLength), (error.Rule, error.Offset));

        var largest = Samples.Offer().Records.Without(OfferTlv.Metadata);
        largest = largest.With(OfferTlv.Metadata, new byte[Bolt12Message.MaxSize - largest.EncodedLength - 4]);
        Assert.Equal(Bolt12Message.MaxSize, Offer.Parse(largest.ToArray()).Value.Bytes.Length);
        error = Offer.Parse(largest.With(OfferTlv.Metadata, new byte[largest.Find(OfferTlv.Metadata)!.Value.Length + 1]).ToArray()).Error;
        Assert.Equal((WireRule.TooLarge, Bolt12Message.MaxSize), (error.Rule, error.Offset));
        Assert.True(Offer.Parse(Samples.Offer().Records.With(OfferTlv.Paths, Paths(Bolt12Message.MaxEntries)).ToArray()).IsOk);
        Assert.True(Offer.Parse(Samples.Offer().Records.With(OfferTlv.Chains, new byte[32 * Bolt12Message.MaxEntries]).ToArray()).IsOk);
    }

    [Fact]
    public void Parse_CutOrFlippedAnywhere_NeverThrows()
    {
        var bytes = Samples.Offer(Samples.OfferFields() with { Chains = [ChainHash.Bitcoin], Paths = [Samples.Path(Alice)] }).ToArray();
        for (var i = 0; i < bytes.Length; i++)
        {
            // Between two records, with the fields that must be there, a cut makes another offer.
            var cut = Offer.Parse(bytes.AsSpan(0, i));
            Assert.True(cut.IsOk ? TlvStream.Parse(bytes.AsSpan(0, i)).IsOk : cut.Error.Offset <= i);
            for (var bit = 0; bit < 8; bit++)
            {
                var flipped = bytes.ToArray();
                flipped[i] ^= (byte)(1 << bit);
                var offer = Offer.Parse(flipped);
                Assert.True(offer.IsOk ? offer.Value.Id != Offer.Parse(bytes).Value.Id : offer.Error.Offset <= bytes.Length);
            }
        }
    }

    [Fact]
    public void Create_AllFields_ReadBack()
    {
        var fields = Samples.OfferFields() with
        {
            Chains = [ChainHash.Signet, ChainHash.Bitcoin],
            Paths = [Samples.Path(Alice), Samples.Path(Samples.PayerKey.PublicKey)],
        };
        var offer = Samples.Offer(fields);
        Assert.Equal(fields, offer.Fields);
        Assert.Equal(fields.GetHashCode(), offer.Fields.GetHashCode());
        Assert.NotEqual(fields with { Unknowns = default }, offer.Fields);
        Assert.Equal(Samples.Unknowns(33, 1_000_000_033), offer.Fields.Unknowns);
        Assert.Equal(offer, Offer.Parse(offer.ToString()).Value);
        Assert.Equal(MerkleTree.Root(offer.Records), offer.Id.Value);
    }

    [Fact]
    public void Create_NotAnOffer_IsRefused()
    {
        Assert.Equal(WireRule.MissingField, Offer.Create(new OfferFields()).Error.Rule);
        Assert.Equal(WireRule.ValueOutOfRange, Offer.Create(Described with { Amount = new(0) }).Error.Rule);
        Assert.Equal(WireRule.ValueOutOfRange, Offer.Create(Described with { Amount = new(1, "dollar") }).Error.Rule);
        Assert.Equal(WireRule.WrongLength, Offer.Create(Described with { Chains = [] }).Error.Rule);
        Assert.Equal(WireRule.UnknownEvenType, Offer.Create(Described with { Unknowns = Samples.Unknowns(70) }).Error.Rule);
        Assert.Throws<ArgumentException>(() => Offer.Create(Described with { Unknowns = Samples.Unknowns(10) }));
    }

    [Fact]
    public void Supports_NoChains_IsBitcoinAlone()
    {
        Assert.Equal([ChainHash.Bitcoin], Samples.Offer(Described).Chains);
        Assert.True(Described.Supports(ChainHash.Bitcoin));
        Assert.False(Described.Supports(ChainHash.Testnet));
        var testnet = Samples.Offer(Described with { Chains = [ChainHash.Testnet] });
        Assert.Equal([ChainHash.Testnet], testnet.Chains);
        Assert.True(testnet.Fields.Supports(ChainHash.Testnet));
        Assert.False(testnet.Fields.Supports(ChainHash.Bitcoin));
    }

    [Theory, InlineData(null, ulong.MaxValue, false), InlineData(100ul, 100ul, false), InlineData(100ul, 101ul, true)]
    public void IsExpired_Time_IsOverAfterTheLastSecond(ulong? expiry, ulong now, bool expired) =>
        Assert.Equal(expired, (Described with { AbsoluteExpiry = expiry }).IsExpired(now));

    [Fact]
    public void IsAnsweredBy_IssuerIdOrLastHopOfAPath()
    {
        var (bob, carol) = (Samples.PayerKey.PublicKey, Samples.StrangerKey.PublicKey);
        var fields = new OfferFields { Paths = [Samples.Path(bob), Samples.Path(carol)] };
        Assert.True(fields.IsAnsweredBy(bob));
        Assert.True(fields.IsAnsweredBy(carol));
        Assert.False(fields.IsAnsweredBy(Alice));
        Assert.True((fields with { IssuerId = Alice }).IsAnsweredBy(Alice));
        Assert.False((fields with { IssuerId = Alice }).IsAnsweredBy(bob));
        Assert.True(new OfferFields().IsAnsweredBy(bob));
    }

    [Fact]
    public void Times_Price_IsInMsatAndBounded()
    {
        Assert.Equal(new Msat(3000), new OfferAmount(1000).Times(3));
        Assert.Null(new OfferAmount(1000, "USD").Times(3));
        Assert.Null(new OfferAmount(1000, "USD").Msat);
        Assert.Equal(Msat.Max, new OfferAmount(Msat.Max.Value).Times(1));
        Assert.Null(new OfferAmount(Msat.Max.Value).Times(2));
        Assert.Null(new OfferAmount(ulong.MaxValue).Times(ulong.MaxValue));
        Assert.Equal("1000 USD", new OfferAmount(1000, "USD").ToString());
        Assert.Equal("1000 msat", new OfferAmount(1000).ToString());
    }

    private static BlindedPath ViaBob(byte filler = 0x11)
    {
        var two = PublicKey.FromHex(string.Concat(Enumerable.Repeat("02", 33)));
        return new(
            IntroductionNode.Of(new NodeId(Samples.PayerKey.PublicKey)),
            two,
            [new(two, ByteString.Own(new byte[16])), new(two, ByteString.Own(Enumerable.Repeat(filler, 8).ToArray()))]);
    }

    /// <summary>A path with one byte changed: first node (9 bytes, by channel), path key (33), count, then two hops of 39 and 35 bytes.</summary>
    private static byte[] PathWith(int index, byte value)
    {
        var path = Samples.Path(Alice).ToArray();
        path[index] = value;
        return path;
    }

    private static byte[] Paths(int count) => [.. Enumerable.Repeat(Samples.Path(Alice).ToArray(), count).SelectMany(path => path)];
}
