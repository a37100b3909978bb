using System.Text;
using LightningRod.Wire.Bolt11;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Tests.Bolt11;

public sealed class Bolt11TermsTests
{
    private static readonly Bolt11Terms Minimal = new()
    {
        Timestamp = 1_700_000_000,
        PaymentHash = new PaymentHash(Bytes32.Sha256("hash"u8)),
        PaymentSecret = new PaymentSecret(Bytes32.Sha256("secret"u8)),
        Description = "",
    };

    [Fact]
    public void Sign_AnyTerms_DecodeToTheSame()
    {
        var random = new Random(1511);
        for (var i = 0; i < 1_000; i++)
        {
            using var key = Key(random);
            var terms = Any(random, key);
            var signed = terms.Sign(key);
            Assert.True(signed.IsOk, $"{i}: {signed}");
            var decoded = Bolt11Invoice.Decode(signed.Value.Text).Value;
            Assert.Equal(terms, decoded.Terms);
            Assert.Equal(key.PublicKey, decoded.Payee);
            Assert.Equal(signed.Value, decoded);
            Assert.Equal(signed.Value.Text, decoded.Terms.WithSignature(decoded.Signature).Value.Text);
            Assert.True(decoded.Signature.TryRecover(terms.SigningHash().Value.Span, out var recovered) && recovered == key.PublicKey);
        }
    }

    [Fact]
    public void Sign_AllFields_AreWrittenInTheStatedOrder()
    {
        var terms = Minimal with
        {
            PaymentMetadata = ByteString.CopyOf([1]),
            PayeeKey = RawInvoice.Key.PublicKey,
            Expiry = 1,
            MinFinalCltvExpiryDelta = 1,
            Fallbacks = [new(1, ByteString.CopyOf(new byte[2]))],
            RouteHints = [RouteHint.Of(new RouteHintHop(new NodeId(RawInvoice.Key.PublicKey), default, 1, 2, 3))],
            Features = Features.Of(14),
            OtherFields = [new(10, default), new(0, default)],
        };
        var text = terms.Sign(RawInvoice.Key).Value.Text;
        var tags = new StringBuilder();
        for (var at = 12; at < text.Length - 110;)
        {
            tags.Append(text[at]);
            var length = Bech32.DecodeWords(text.AsSpan(at + 1, 2)).Value;
            at += 3 + (length[0] << 5) + length[1];
        }

        Assert.Equal("spdmnxcfr92q", tags.ToString());
    }

    [Theory]
    [InlineData("qqqqqqq", 0)]
    [InlineData("lllllll", Bolt11Terms.MaxTimestamp)]
    public void Sign_TimestampAtItsBounds_IsSevenWords(string words, ulong timestamp)
    {
        var invoice = (Minimal with { Timestamp = timestamp }).Sign(RawInvoice.Key).Value;
        Assert.Equal(words, invoice.Text[5..12]);
        Assert.Equal(timestamp, invoice.Terms.Timestamp);
    }

    [Theory]
    [InlineData(1UL, "lnbc10p")]
    [InlineData(10UL, "lnbc100p")]
    [InlineData(100UL, "lnbc1n")]
    [InlineData(1_000UL, "lnbc10n")]
    [InlineData(100_000UL, "lnbc1u")]
    [InlineData(100_000_000UL, "lnbc1m")]
    [InlineData(100_000_000_000UL, "lnbc1")]
    [InlineData(100_000_000_001UL, "lnbc1000000000010p")]
    [InlineData(2_100_000_000_000_000_000UL, "lnbc21000000")]
    [InlineData(2_099_999_999_999_999_999UL, "lnbc20999999999999999990p")]
    public void Sign_Amount_HasTheLargestMultiplier(ulong msat, string prefix)
    {
        var invoice = (Minimal with { Amount = new Msat(msat) }).Sign(RawInvoice.Key).Value;
        Assert.Equal(prefix, invoice.Text[..invoice.Text.LastIndexOf('1')]);
        Assert.Equal(msat, invoice.Terms.Amount?.Value);
    }

    public static TheoryData<string, Bolt11Terms, WireRule> Unwritable => new()
    {
        { "no description", Minimal with { Description = null }, WireRule.MissingField },
        { "description and hash", Minimal with { DescriptionHash = default(Bytes32) }, WireRule.ForbiddenField },
        { "long description", Minimal with { Description = new string('x', 640) }, WireRule.TooLarge },
        { "half a surrogate pair", Minimal with { Description = "\ud83d" }, WireRule.NotUtf8 },
        { "long metadata", Minimal with { PaymentMetadata = ByteString.CopyOf(new byte[640]) }, WireRule.TooLarge },
        { "late timestamp", Minimal with { Timestamp = Bolt11Terms.MaxTimestamp + 1 }, WireRule.ValueOutOfRange },
        { "no amount", Minimal with { Amount = Msat.Zero }, WireRule.ValueOutOfRange },
        { "large amount", Minimal with { Amount = new Msat(Msat.Max.Value + 1) }, WireRule.ValueOutOfRange },
        { "largest amount", Minimal with { Amount = new Msat(ulong.MaxValue) }, WireRule.ValueOutOfRange },
        { "short program", Minimal with { Fallbacks = [new(0, ByteString.CopyOf(new byte[19]))] }, WireRule.WrongLength },
        { "unknown version", Minimal with { Fallbacks = [new(19, ByteString.CopyOf(new byte[20]))] }, WireRule.ForbiddenField },
        { "version of 6 bits", Minimal with { Fallbacks = [new(32, ByteString.CopyOf(new byte[20]))] }, WireRule.ValueOutOfRange },
        { "no hop", Minimal with { RouteHints = [RouteHint.Of()] }, WireRule.WrongLength },
        { "no node", Minimal with { RouteHints = [RouteHint.Of(default(RouteHintHop))] }, WireRule.NotAPoint },
        { "13 hops", Minimal with { RouteHints = [RouteHint.Of(new RouteHintHop[13])] }, WireRule.TooLarge },
        { "unknown demand", Minimal with { Features = Features.Of(100) }, WireRule.UnknownRequiredFeature },
        { "basic_mpp alone", Minimal with { Features = Features.Of(17) }, WireRule.MissingField },
        { "5116 feature bits", Minimal with { Features = Features.Of(5115) }, WireRule.TooLarge },
        { "another payee", Minimal with { PayeeKey = PrivateKey.FromHex(new string('1', 64)).PublicKey }, WireRule.BadSignature },
        { "tag of 6 bits", Minimal with { OtherFields = [new(32, default)] }, WireRule.ValueOutOfRange },
        { "word of 6 bits", Minimal with { OtherFields = [new(10, ByteString.CopyOf([32]))] }, WireRule.ValueOutOfRange },
        { "1024 words", Minimal with { OtherFields = [new(10, ByteString.CopyOf(new byte[1024]))] }, WireRule.TooLarge },
        { "other x", Minimal with { OtherFields = [new(Bolt11Tag.Expiry, ByteString.CopyOf([1]))] }, WireRule.ForbiddenField },
        { "other r", Minimal with { OtherFields = [new(Bolt11Tag.RouteHint, default)] }, WireRule.WrongLength },
        { "long invoice", Minimal with { OtherFields = Repeat(1023, 7) }, WireRule.TooLarge },
        { "endless invoice", Minimal with { OtherFields = Repeat(0, 100_000) }, WireRule.TooLarge },
    };

    [Theory, MemberData(nameof(Unwritable))]
    public void Sign_TermsThatNoReaderUnderstands_AreRefused(string name, Bolt11Terms terms, WireRule rule)
    {
        var error = terms.Sign(RawInvoice.Key).Error;
        Assert.True(error.Rule == rule, $"{name}: {error}");
    }

    [Fact]
    public void Sign_LongestFields_AreWritten()
    {
        var terms = Minimal with
        {
            Description = new string('x', 639),
            PaymentMetadata = ByteString.CopyOf(new byte[639]),
            Features = Features.Of(5113),
            RouteHints = [RouteHint.Of([.. Enumerable.Repeat(new RouteHintHop(new NodeId(RawInvoice.Key.PublicKey), new(1), 1, 1, 1), 12)])],
        };
        Assert.Equal(terms, terms.Sign(RawInvoice.Key).Value.Terms);
    }

    [Fact]
    public void WithSignature_OfAnotherLength_IsRefused()
    {
        Assert.Equal(WireRule.WrongLength, Minimal.WithSignature(new(ByteString.CopyOf(new byte[63]), 0)).Error.Rule);
        Assert.Equal(WireRule.BadSignature, Minimal.WithSignature(new(ByteString.CopyOf(new byte[64]), 0)).Error.Rule);
        Assert.Equal(WireRule.BadSignature, Minimal.WithSignature(Minimal.Sign(RawInvoice.Key).Value.Signature with { RecoveryId = 4 }).Error.Rule);
    }

    [Fact]
    public void Equals_OneFieldChanged_IsFalse()
    {
        Bolt11Terms[] all =
        [
            Minimal, Minimal with { Currency = Bolt11Currency.Signet }, Minimal with { Amount = new Msat(1) }, Minimal with { Timestamp = 1 },
            Minimal with { PaymentHash = default }, Minimal with { PaymentSecret = default }, Minimal with { Description = "x" },
            Minimal with { DescriptionHash = default(Bytes32) }, Minimal with { PaymentMetadata = ByteString.Empty },
            Minimal with { PayeeKey = RawInvoice.Key.PublicKey }, Minimal with { Expiry = 3_600 }, Minimal with { MinFinalCltvExpiryDelta = 18 },
            Minimal with { Fallbacks = [default] }, Minimal with { RouteHints = [RouteHint.Of()] }, Minimal with { Features = Features.Of(9) },
            Minimal with { OtherFields = [default] },
        ];
        foreach (var left in all)
        {
            foreach (var right in all) Assert.Equal(ReferenceEquals(left, right), left.Equals(right));
            Assert.Equal(left, left with { Fallbacks = [.. left.Fallbacks] });
        }
    }

    [Theory]
    [InlineData(null, 1_700_003_600UL, false)]
    [InlineData(null, 1_700_003_601UL, true)]
    [InlineData(60UL, 1_700_000_060UL, false)]
    [InlineData(60UL, 1_700_000_061UL, true)]
    [InlineData(0UL, 1_700_000_000UL, false)]
    [InlineData(0UL, 1_700_000_001UL, true)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, false)]
    [InlineData(null, 0UL, false)]
    public void IsExpired_AtItsBound_IsFalseAndThenTrue(ulong? expiry, ulong now, bool expired) =>
        Assert.Equal(expired, (Minimal with { Expiry = expiry }).IsExpired(now));

    [Fact]
    public void IsDescribedBy_Text_HasTheHash()
    {
        var terms = Minimal with { Description = null, DescriptionHash = Bytes32.Sha256("ナンセンス 1杯"u8) };
        Assert.True(terms.IsDescribedBy("ナンセンス 1杯"));
        Assert.False(terms.IsDescribedBy("ナンセンス 2杯"));
        Assert.False(Minimal.IsDescribedBy(""));
    }

    [Fact]
    public void WireNumbers_TagsOfInvoices_AreTheLettersOfBolt11()
    {
        var letters =
            from row in WireNumbers.All
            where row.Space == nameof(Bolt11Tag)
            orderby row.Number
            select $"{Bech32.EncodeWords([(byte)row.Number])} {row.Name}";
        Assert.Equal(
            [
                "p payment_hash", "r route_hint", "9 features", "x expiry", "f fallback_address", "d description", "s payment_secret",
                "n payee_pubkey", "h description_hash", "c min_final_cltv_expiry_delta", "m payment_metadata",
            ],
            letters);
    }

    private static Bolt11Field[] Repeat(int words, int count) =>
        [.. Enumerable.Repeat(new Bolt11Field(10, ByteString.CopyOf(new byte[words])), count)];

    private static PrivateKey Key(Random random)
    {
        Assert.True(PrivateKey.TryCreate(Bytes(random, 32).Span, out var key));
        return key;
    }

    private static Bolt11Terms Any(Random random, PrivateKey key)
    {
        var hashed = random.Next(3) == 0;
        return new Bolt11Terms
        {
            Currency = (Bolt11Currency)random.Next(4),
            Amount = random.Next(4) == 0 ? null : new Msat(1 + (ulong)random.NextInt64((long)Msat.Max.Value >> random.Next(60))),
            Timestamp = (ulong)random.NextInt64((long)Bolt11Terms.MaxTimestamp + 1),
            PaymentHash = new PaymentHash(Bytes(random, 32).Span),
            PaymentSecret = new PaymentSecret(Bytes(random, 32).Span),
            Description = hashed ? null : string.Concat(Enumerable.Range(0, random.Next(100)).Select(_ => Rune(random))),
            DescriptionHash = hashed ? new Bytes32(Bytes(random, 32).Span) : null,
            PaymentMetadata = random.Next(2) == 0 ? null : Bytes(random, random.Next(640)),
            PayeeKey = random.Next(2) == 0 ? null : key.PublicKey,
            Expiry = random.Next(2) == 0 ? null : (ulong)random.NextInt64() >> random.Next(64),
            MinFinalCltvExpiryDelta = random.Next(2) == 0 ? null : (uint)random.NextInt64(1L << 32) >> random.Next(32),
            Fallbacks = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Fallback(random))],
            RouteHints = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Route(random))],
            Features = Bits(random),
            OtherFields = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Other(random))],
        };
    }

    private static ByteString Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return ByteString.Own(bytes);
    }

    private static string Rune(Random random)
    {
        var code = random.Next(random.Next(2) == 0 ? 0x80 : 0x11_0000);
        return System.Text.Rune.IsValid(code) ? new Rune(code).ToString() : "?";
    }

    private static Bolt11Fallback Fallback(Random random)
    {
        var version = (byte)random.Next(19);
        return new(version, Bytes(random, version >= 17 ? 20 : version == 0 ? 20 + (12 * random.Next(2)) : random.Next(2, 41)));
    }

    private static RouteHint Route(Random random) => RouteHint.Of([.. Enumerable.Range(0, random.Next(1, 5)).Select(_ =>
    {
        Assert.True(NodeId.TryParse((byte[])[(byte)random.Next(2, 4), .. Bytes(random, 32).Span], out var node));
        return new RouteHintHop(
            node, new((ulong)random.NextInt64()), (uint)random.NextInt64(1L << 32), (uint)random.NextInt64(1L << 32), (ushort)random.Next(1 << 16));
    })]);

    private static Features Bits(Random random)
    {
        var features = Features.None;
        if (random.Next(2) == 0) features = features.With(14).With(random.Next(16, 18));
        for (var i = random.Next(4); i > 0; i--) features = features.With(random.Next(300) | 1);
        return features.Has(FeatureBit.BasicMpp) ? features.With(15) : features;
    }

    /// <summary>A tag that BOLT 11 does not use, an address of an unknown version, or a second payment hash or secret.</summary>
    private static Bolt11Field Other(Random random)
    {
        byte[] words = [.. Enumerable.Range(0, random.Next(100)).Select(_ => (byte)random.Next(32))];
        return random.Next(3) switch
        {
            0 => new(10, ByteString.Own(words)),
            1 => new(Bolt11Tag.Fallback, ByteString.Own((byte[])[(byte)random.Next(19, 32), .. words])),
            _ => new(random.Next(2) == 0 ? Bolt11Tag.PaymentHash : Bolt11Tag.PaymentSecret, ByteString.Own(words)),
        };
    }
}
