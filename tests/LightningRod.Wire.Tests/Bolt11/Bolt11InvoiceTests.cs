using LightningRod.Testing;
using LightningRod.Wire.Bolt11;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;
using static LightningRod.Wire.Tests.Bolt11.RawInvoice;

namespace LightningRod.Wire.Tests.Bolt11;

public sealed class Bolt11InvoiceTests
{
    private static readonly byte[] CurveOrder = Convert.FromHexString("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

    private static readonly string RouteEntry = "02" + new string('a', 64) + "0001020003040005" + "00000001" + "00000014" + "0003";

    [Theory]
    [InlineData("lnbc", Bolt11Currency.Bitcoin, null)]
    [InlineData("lntb", Bolt11Currency.Testnet, null)]
    [InlineData("lntbs", Bolt11Currency.Signet, null)]
    [InlineData("lnbcrt", Bolt11Currency.Regtest, null)]
    [InlineData("lntbs10u", Bolt11Currency.Signet, 1_000_000UL)]
    [InlineData("lnbcrt10u", Bolt11Currency.Regtest, 1_000_000UL)]
    [InlineData("lntb10u", Bolt11Currency.Testnet, 1_000_000UL)]
    [InlineData("lnbc1", Bolt11Currency.Bitcoin, 100_000_000_000UL)]
    [InlineData("lnbc1m", Bolt11Currency.Bitcoin, 100_000_000UL)]
    [InlineData("lnbc1u", Bolt11Currency.Bitcoin, 100_000UL)]
    [InlineData("lnbc1n", Bolt11Currency.Bitcoin, 100UL)]
    [InlineData("lnbc10p", Bolt11Currency.Bitcoin, 1UL)]
    [InlineData("lnbc1000m", Bolt11Currency.Bitcoin, 100_000_000_000UL)]
    [InlineData("lnbc21000000", Bolt11Currency.Bitcoin, 2_100_000_000_000_000_000UL)]
    [InlineData("lnbc21000000000m", Bolt11Currency.Bitcoin, 2_100_000_000_000_000_000UL)]
    [InlineData("lnbc21000000000000u", Bolt11Currency.Bitcoin, 2_100_000_000_000_000_000UL)]
    [InlineData("lnbc21000000000000000n", Bolt11Currency.Bitcoin, 2_100_000_000_000_000_000UL)]
    [InlineData("lnbc21000000000000000000p", Bolt11Currency.Bitcoin, 2_100_000_000_000_000_000UL)]
    public void Decode_Prefix_GivesCurrencyAndAmount(string prefix, Bolt11Currency currency, ulong? msat)
    {
        var invoice = Bolt11Invoice.Decode(Minimal(prefix).Sign()).Value;
        Assert.Equal(currency, invoice.Terms.Currency);
        Assert.Equal(msat, invoice.Terms.Amount?.Value);
        Assert.Equal(Key.PublicKey, invoice.Payee);
    }

    [Theory]
    [InlineData("lnbc1p", WireRule.ValueOutOfRange, 4)]
    [InlineData("lnbc11p", WireRule.ValueOutOfRange, 4)]
    [InlineData("lnbc21000000000000000010p", WireRule.ValueOutOfRange, 4)]
    [InlineData("lnbc21000001", WireRule.ValueOutOfRange, 4)]
    [InlineData("lnbc21000000001m", WireRule.ValueOutOfRange, 4)]
    [InlineData("lnbc210000000000000000000p", WireRule.ValueOutOfRange, 4)]
    [InlineData("lnbc99999999999999999999", WireRule.ValueOutOfRange, 4)]
    [InlineData("lnbc340282366920938463463374607431768211457", WireRule.ValueOutOfRange, 4)]
    [InlineData("lnbc0", WireRule.NotMinimal, 4)]
    [InlineData("lnbc0m", WireRule.NotMinimal, 4)]
    [InlineData("lnbcrt01u", WireRule.NotMinimal, 6)]
    [InlineData("lnbcm", WireRule.BadPrefix, 4)]
    [InlineData("lnbc1x", WireRule.BadPrefix, 5)]
    [InlineData("lnbc1mm", WireRule.BadPrefix, 5)]
    [InlineData("lnbc1.5m", WireRule.BadPrefix, 5)]
    [InlineData("lnbc-5m", WireRule.BadPrefix, 4)]
    [InlineData("lnbcr1", WireRule.BadPrefix, 4)]
    [InlineData("lnbt", WireRule.BadPrefix, 0)]
    [InlineData("ln", WireRule.BadPrefix, 0)]
    [InlineData("bc", WireRule.BadPrefix, 0)]
    [InlineData("lno", WireRule.BadPrefix, 0)]
    public void Decode_BadPrefix_IsRefused(string prefix, WireRule rule, int offset) => AssertRefused(Minimal(prefix).Sign(), rule, offset);

    [Fact]
    public void Decode_NoFieldThatIsNeeded_IsRefused()
    {
        AssertRefused(new RawInvoice().Add('p', Hash).Add('d', "").Sign(), WireRule.MissingField);
        AssertRefused(new RawInvoice().Add('s', Secret).Add('d', "").Sign(), WireRule.MissingField);
        AssertRefused(new RawInvoice().Add('s', Secret).Add('p', Hash).Sign(), WireRule.MissingField);
        AssertRefused(new RawInvoice().Sign(), WireRule.MissingField, 12);
    }

    [Fact]
    public void Decode_DescriptionAndHash_IsRefused() => AssertRefused(Minimal().Add('h', Hash).Sign(), WireRule.ForbiddenField);

    [Fact]
    public void Decode_RepeatedFields_TheFirstCounts()
    {
        var other = PrivateKey.Generate().PublicKey.ToArray();
        var terms = Bolt11Invoice.Decode(Minimal()
            .Add('n', Key.PublicKey.ToArray()).Add('x', "p").Add('c', "z").Add('9', "sgq").Add('m', 1)
            .Add('p', OtherSecret).Add('s', OtherSecret).Add('d', 65).Add('n', other).Add('x', "r").Add('c', "y").Add('9', "psgq").Add('m', 2)
            .Sign()).Value.Terms;

        Assert.Equal((byte)0x11, terms.PaymentSecret.Value.Span[0]);
        Assert.Equal((byte)1, terms.PaymentHash.Value.Span[1]);
        Assert.Equal("", terms.Description);
        Assert.Equal(Key.PublicKey, terms.PayeeKey);
        Assert.Equal(1UL, terms.Expiry);
        Assert.Equal(2U, terms.MinFinalCltvExpiryDelta);
        Assert.Equal(Features.Of(8, 14), terms.Features);
        Assert.Equal("01", terms.PaymentMetadata?.ToHex());
        Assert.Equal(
            [Bolt11Tag.PaymentHash, Bolt11Tag.PaymentSecret, Bolt11Tag.Description, Bolt11Tag.Payee, Bolt11Tag.Expiry,
             Bolt11Tag.MinFinalCltvExpiryDelta, Bolt11Tag.Features, Bolt11Tag.PaymentMetadata],
            terms.OtherFields.Select(field => field.Tag));
        Assert.Equal(terms, terms.Sign(Key).Value.Terms);
    }

    [Fact]
    public void Decode_RepeatedDescriptionHash_TheFirstCounts()
    {
        var terms = Bolt11Invoice.Decode(new RawInvoice().Add('s', Secret).Add('p', Hash).Add('h', Secret).Add('h', Hash).Sign()).Value.Terms;
        Assert.Equal(Enumerable.Repeat((byte)0x11, 32), terms.DescriptionHash!.Value.Span.ToArray());
        Assert.Single(terms.OtherFields);
    }

    [Theory]
    [InlineData('p', 51)]
    [InlineData('p', 53)]
    [InlineData('p', 0)]
    [InlineData('s', 51)]
    [InlineData('s', 53)]
    public void Decode_OnlyAFieldOfWrongLength_IsRefused(char tag, int length)
    {
        var wrong = new string('q', length);
        var invoice = new RawInvoice().Add('d', "").Add(tag, wrong);
        AssertRefused((tag == 'p' ? invoice.Add('s', Secret) : invoice.Add('p', Hash)).Sign(), WireRule.WrongLength);
    }

    [Theory]
    [InlineData(51)]
    [InlineData(53)]
    public void Decode_OnlyADescriptionHashOfWrongLength_IsRefused(int length) =>
        AssertRefused(new RawInvoice().Add('s', Secret).Add('p', Hash).Add('h', new string('q', length)).Sign(), WireRule.WrongLength);

    [Theory]
    [InlineData('p', 51)]
    [InlineData('p', 53)]
    [InlineData('s', 51)]
    [InlineData('s', 53)]
    [InlineData('h', 51)]
    [InlineData('h', 53)]
    [InlineData('n', 52)]
    [InlineData('n', 54)]
    public void Decode_FieldOfWrongLengthBeforeARightOne_IsSkippedAndKept(char tag, int length)
    {
        var raw = new RawInvoice().Add(tag, new string('q', length)).Add('s', Secret).Add('p', Hash).Add('d', "");
        var invoice = Bolt11Invoice.Decode(raw.Sign()).Value;
        Assert.Equal((byte)0x11, invoice.Terms.PaymentSecret.Value.Span[0]);
        Assert.Equal((byte)1, invoice.Terms.PaymentHash.Value.Span[1]);
        Assert.Null(invoice.Terms.PayeeKey);
        Assert.Equal(Key.PublicKey, invoice.Payee);
        Assert.Equal(length, Assert.Single(invoice.Terms.OtherFields).Words.Length);
    }

    [Fact]
    public void Decode_PayeeKey_MustBeAPoint()
    {
        var x = new byte[33];
        x[0] = 4;
        AssertRefused(Minimal().Add('n', x).Sign(), WireRule.NotAPoint);
        x[0] = 2; // x = 0 is on no point
        AssertRefused(Minimal().Add('n', x).Sign(), WireRule.NotAPoint);
        Assert.Equal(Key.PublicKey, Bolt11Invoice.Decode(Minimal().Add('n', Key.PublicKey.ToArray()).Sign()).Value.Terms.PayeeKey);
    }

    [Theory]
    [InlineData('p')]
    [InlineData('s')]
    [InlineData('h')]
    public void Decode_PaddingBitsOfAHash_AreZero(char tag)
    {
        var raw = new RawInvoice();
        foreach (var t in "psh") raw.Add(t, t == tag ? Hash[..^1] + "p" : Hash);
        AssertRefused(raw.Sign(), WireRule.BadPadding);
    }

    [Theory]
    [InlineData('d', "q")]
    [InlineData('d', "qp")]
    [InlineData('m', "q")]
    [InlineData('m', "qqq")]
    [InlineData('f', "qq")]
    [InlineData('r', "q")]
    public void Decode_FieldThatIsNoWholeBytes_IsRefused(char tag, string data)
    {
        var raw = new RawInvoice().Add('s', Secret).Add('p', Hash).Add(tag, data);
        AssertRefused((tag == 'd' ? raw : raw.Add('d', "")).Sign(), WireRule.BadPadding);
    }

    [Theory]
    [InlineData("")]
    [InlineData("66726565")]
    [InlineData("e38382")]
    [InlineData("00")]
    public void Decode_Utf8Description_IsRead(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        var invoice = Bolt11Invoice.Decode(new RawInvoice().Add('s', Secret).Add('p', Hash).Add('d', bytes).Sign()).Value;
        Assert.Equal(System.Text.Encoding.UTF8.GetString(bytes), invoice.Terms.Description);
    }

    [Theory]
    [InlineData("ff")]
    [InlineData("c080")]
    [InlineData("eda080")]
    [InlineData("e383")]
    public void Decode_DescriptionThatIsNotUtf8_IsRefused(string hex) =>
        AssertRefused(new RawInvoice().Add('s', Secret).Add('p', Hash).Add('d', Convert.FromHexString(hex)).Sign(), WireRule.NotUtf8);

    [Theory]
    [InlineData("", 0)]
    [InlineData("p", 1)]
    [InlineData("pq", 32)]
    [InlineData("0llllllllllll", ulong.MaxValue)] // 15 and twelve times 31: 64 bits
    public void Decode_Expiry_IsANumberOfAtMost64Bits(string data, ulong expiry)
    {
        var terms = Bolt11Invoice.Decode(Minimal().Add('x', data).Sign()).Value.Terms;
        Assert.Equal(expiry, terms.Expiry);
        Assert.Equal(terms, terms.Sign(Key).Value.Terms);
    }

    [Theory]
    [InlineData('x', "q", WireRule.NotMinimal)]
    [InlineData('x', "qp", WireRule.NotMinimal)]
    [InlineData('x', "sqqqqqqqqqqqq", WireRule.ValueOutOfRange)] // 16 and twelve times 0: 2^64
    [InlineData('x', "pqqqqqqqqqqqqqq", WireRule.ValueOutOfRange)]
    [InlineData('c', "q", WireRule.NotMinimal)]
    [InlineData('c', "qp", WireRule.NotMinimal)]
    [InlineData('c', "yqqqqqq", WireRule.ValueOutOfRange)] // 4 and six times 0: 2^32
    [InlineData('9', "q", WireRule.NotMinimal)]
    [InlineData('9', "qsgq", WireRule.NotMinimal)]
    public void Decode_BadNumber_IsRefused(char tag, string data, WireRule rule) => AssertRefused(Minimal().Add(tag, data).Sign(), rule);

    [Fact]
    public void Decode_HighestDelta_IsRead() =>
        Assert.Equal(uint.MaxValue, Bolt11Invoice.Decode(Minimal().Add('c', "rllllll").Sign()).Value.Terms.MinFinalCltvExpiryDelta);

    [Fact]
    public void Decode_Features_EvenBitsMustBeKnown()
    {
        int[] known = [8, 14, 16, 24, 48, 56, 148];
        for (var bit = 0; bit < 1200; bit++)
        {
            var data = Bech32.EncodeWords([(byte)(1 << (bit % 5)), .. new byte[bit / 5]]);
            var result = Bolt11Invoice.Decode(Minimal().Add('9', bit == 16 ? "zsqq" : data).Sign());
            if (bit == 17) // basic_mpp depends on payment_secret, which is set beside bit 16 alone
                Assert.Equal(WireRule.MissingField, result.Error.Rule);
            else if (bit % 2 == 1 || known.Contains(bit))
                Assert.True(result.Value.Terms.Features.IsSet(bit), $"bit {bit}");
            else
                Assert.Equal(WireRule.UnknownRequiredFeature, result.Error.Rule);
        }
    }

    [Fact]
    public void Decode_LongestFeatures_AreRead()
    {
        var invoice = Bolt11Invoice.Decode(Minimal().Add('9', new string('s', 1) + new string('q', 1022)).Sign());
        Assert.Equal(WireRule.UnknownRequiredFeature, invoice.Error.Rule); // bit 5114 is even
        Assert.Contains("5114", invoice.Error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(17, 20)]
    [InlineData(18, 20)]
    [InlineData(0, 20)]
    [InlineData(0, 32)]
    [InlineData(1, 2)]
    [InlineData(16, 40)]
    public void Decode_Fallback_IsRead(byte version, int length)
    {
        var fallback = Assert.Single(Bolt11Invoice.Decode(WithFallback(version, length).Sign()).Value.Terms.Fallbacks);
        Assert.Equal((version, length), (fallback.Version, fallback.Program.Length));
        Assert.Equal(length + (version == 17 ? 5 : version == 18 ? 3 : 2), fallback.ScriptPubKey.Length);
    }

    [Theory]
    [InlineData(17, 19)]
    [InlineData(17, 21)]
    [InlineData(18, 32)]
    [InlineData(0, 21)]
    [InlineData(1, 1)]
    [InlineData(1, 0)]
    [InlineData(16, 41)]
    public void Decode_FallbackOfWrongLength_IsRefused(byte version, int length) =>
        AssertRefused(WithFallback(version, length).Sign(), WireRule.WrongLength);

    [Fact]
    public void Decode_FallbackWithoutVersion_IsRefused() => AssertRefused(Minimal().Add('f', "").Sign(), WireRule.WrongLength);

    [Theory]
    [InlineData(19)]
    [InlineData(31)]
    public void Decode_FallbackOfUnknownVersion_IsSkippedAndKept(byte version)
    {
        var data = Bech32.EncodeWords([version, 1]);
        var terms = Bolt11Invoice.Decode(WithFallback(17, 20).Add('f', data).Sign()).Value.Terms;
        Assert.Single(terms.Fallbacks);
        Assert.Equal(new Bolt11Field(Bolt11Tag.Fallback, ByteString.CopyOf([version, 1])), Assert.Single(terms.OtherFields));
    }

    [Fact]
    public void Decode_RouteHints_AreReadInOrder()
    {
        var entry = Convert.FromHexString(RouteEntry);
        byte[] three = [.. entry, .. entry, .. entry];
        var hints = Bolt11Invoice.Decode(Minimal().Add('r', three).Add('r', entry).Sign()).Value.Terms.RouteHints;
        Assert.Equal([3, 1], hints.Select(hint => hint.Hops.Count));
        Assert.Equal(
            new RouteHintHop(NodeId.FromHex("02" + new string('a', 64)), new ShortChannelId(258, 772, 5), 1, 20, 3), hints[1].Hops[0]);
        Assert.Equal(hints[1], RouteHint.Of(hints[0].Hops[2]));
    }

    [Theory]
    [InlineData("", WireRule.WrongLength)]
    [InlineData("02", WireRule.WrongLength)]
    [InlineData("cut", WireRule.WrongLength)]
    [InlineData("long", WireRule.WrongLength)]
    [InlineData("prefix", WireRule.NotAPoint)]
    public void Decode_BadRouteHint_IsRefused(string kind, WireRule rule)
    {
        var bytes = Convert.FromHexString(kind switch
        {
            "cut" => RouteEntry + RouteEntry[..^2],
            "long" => RouteEntry + "00",
            "prefix" => RouteEntry + "04" + RouteEntry[2..],
            _ => kind,
        });
        AssertRefused(Minimal().Add('r', bytes).Sign(), rule);
    }

    [Fact]
    public void Decode_UnknownField_IsKept()
    {
        var text = Minimal().Add('2', "qqp").Add('q', "").Sign();
        var invoice = Bolt11Invoice.Decode(text).Value;
        Assert.Equal([(10, 3), (0, 0)], invoice.Terms.OtherFields.Select(field => ((int)field.Tag, field.Words.Length)));
        Assert.Equal(text, invoice.Terms.Sign(Key).Value.Text);
    }

    [Theory]
    [InlineData("p", 0)]
    [InlineData("pq", 0)]
    [InlineData("2qp", 0)]
    [InlineData("2llqqqq", 0)]
    [InlineData("2qqp", 3)]
    public void Decode_FieldCutShort_IsRefused(string data, int offset)
    {
        var raw = Minimal();
        AssertRefused(raw.AddRaw(data).Sign(), WireRule.UnexpectedEnd, raw.UnsignedLength - data.Length + offset);
    }

    [Fact]
    public void Decode_Refused_TellsTheOffsetOfTheField()
    {
        var raw = Minimal("lnbc5m");
        var offset = raw.UnsignedLength;
        AssertRefused(raw.Add('x', "qp").Sign(), WireRule.NotMinimal, offset);
        AssertRefused(Minimal("lnbc5m").Sign(Change(id: 4)), WireRule.BadSignature, offset);
    }

    [Fact]
    public void Decode_ShortestData_IsATimestampAndASignature()
    {
        var words = new byte[7 + 104];
        AssertRefused(Bech32.Encode(Bech32Variant.Bech32, "lnbc", words, Bech32.MaxLimit), WireRule.MissingField);
        AssertRefused(Bech32.Encode(Bech32Variant.Bech32, "lnbc", words.AsSpan(1), Bech32.MaxLimit), WireRule.UnexpectedEnd, 4 + 1 + 110);
        AssertRefused(Bech32.Encode(Bech32Variant.Bech32, "lnbc", [], Bech32.MaxLimit), WireRule.UnexpectedEnd, 5);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(31)]
    [InlineData(255)]
    public void Decode_RecoveryIdAboveThree_IsRefused(byte id)
    {
        AssertRefused(Minimal().Sign(Change(id: id)), WireRule.BadSignature);
        AssertRefused(Minimal().Add('n', Key.PublicKey.ToArray()).Sign(Change(id: id)), WireRule.BadSignature);
    }

    [Fact]
    public void Decode_SignatureOutOfRange_IsRefused()
    {
        AssertRefused(Minimal().Sign(Change(r: new byte[32])), WireRule.BadSignature);
        AssertRefused(Minimal().Sign(Change(s: new byte[32])), WireRule.BadSignature);
        AssertRefused(Minimal().Sign(Change(r: CurveOrder)), WireRule.BadSignature);
        AssertRefused(Minimal().Sign(Change(s: CurveOrder)), WireRule.BadSignature);
    }

    [Fact]
    public void Decode_PayeeKey_MustHaveSigned()
    {
        using var other = PrivateKey.Generate();
        AssertRefused(Minimal().Add('n', other.PublicKey.ToArray()).Sign(), WireRule.BadSignature);
        // The recovery id plays no part when the key is given.
        var text = Minimal().Add('n', Key.PublicKey.ToArray()).Sign(Change(id: 3));
        Assert.Equal(Key.PublicKey, Bolt11Invoice.Decode(text).Value.Payee);
    }

    [Fact]
    public void Decode_AnyNumberOfBits_IsHashedWithZeroBitsUpToAByte()
    {
        for (var words = 0; words < 16; words++)
        {
            var invoice = Bolt11Invoice.Decode(Minimal().Add('2', new string('l', words)).Sign()).Value;
            Assert.True(invoice.Payee == Key.PublicKey, $"{words} words");
        }
    }

    [Fact]
    public void Decode_HighS_IsAcceptedForRecoveryAlone()
    {
        // -s with the other parity of R is the same key's signature.
        RecoverableSignature High(RecoverableSignature low) => low with
        {
            Compact = ByteString.Own((byte[])[.. low.Compact.Span[..32], .. Negate(low.Compact.Span[32..])]),
            RecoveryId = (byte)(low.RecoveryId ^ 1),
        };
        Assert.Equal(Key.PublicKey, Bolt11Invoice.Decode(Minimal().Sign(High)).Value.Payee);
        AssertRefused(Minimal().Add('n', Key.PublicKey.ToArray()).Sign(High), WireRule.BadSignature);
    }

    [Fact]
    public void Decode_Bech32mChecksum_IsRefused() => AssertRefused(Minimal().Sign(variant: Bech32Variant.Bech32m), WireRule.BadChecksum);

    [Fact]
    public void Decode_AtAndAboveTheLongestText_AcceptsAndRefuses()
    {
        var raw = Minimal();
        while (Remaining() >= 3 + 1023) raw.Add('2', new string('q', 1023));
        raw.Add('2', new string('q', Remaining() - 3));
        var text = raw.Sign();
        Assert.Equal(Bolt11Invoice.MaxLength, text.Length);
        Assert.Equal(text, Bolt11Invoice.Decode(text).Value.Text);
        AssertRefused(text + "q", WireRule.TooLarge, Bolt11Invoice.MaxLength);
        AssertRefused(new string('q', 1_000_000), WireRule.TooLarge, Bolt11Invoice.MaxLength);

        int Remaining() => Bolt11Invoice.MaxLength - raw.UnsignedLength - 104 - Bech32.ChecksumLength;
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("lnbc1")]
    [InlineData("lightning:lnbc1")]
    [InlineData("\0")]
    [InlineData("ln\u0130bc1qqqqqq")]
    public void Decode_NoInvoice_IsRefused(string text) => Assert.False(Bolt11Invoice.Decode(text).IsOk);

    [Fact]
    public void Decode_UpperCase_IsTheSameInvoice()
    {
        var text = Minimal("lnbc5m").Sign();
        Assert.Equal(Bolt11Invoice.Decode(text).Value, Bolt11Invoice.Decode(text.ToUpperInvariant()).Value);
    }

    [Fact]
    public void ToString_Invoice_HoldsNoPaymentSecret()
    {
        var invoice = Bolt11Invoice.Decode(Minimal("lnbc5m").Sign()).Value;
        Assert.Equal("lnbc5m 0001020304050607080900010203040506070809000102030405060708090102", invoice.ToString());
        Assert.DoesNotContain("11111111", invoice.Terms.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Words of the specification's examples are changed, taken out, doubled and cut, with a checksum that is right again.</summary>
    [Fact]
    public void Decode_ChangedExamples_GivesAnInvoiceOrARule()
    {
        var random = new Random(11);
        var rows = Vectors.Json("bolt11/invoices.json")["valid"]!.AsArray();
        var examples = rows.Select(row => Bech32.Decode(row!.Str("invoice"), Bech32.MaxLimit).Value).ToList();
        var rules = new HashSet<WireRule>();
        for (var i = 0; i < 20_000; i++)
        {
            var example = examples[random.Next(examples.Count)];
            var words = example.Words.ToArray().ToList();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                var at = random.Next(Math.Min(words.Count, random.Next(8, 300)));
                switch (random.Next(4))
                {
                    case 0: words.RemoveAt(at); break;
                    case 1: words.InsertRange(at, words.Skip(at).Take(random.Next(60)).ToList()); break;
                    case 2 when words.Count > 150: words.RemoveRange(at, random.Next(Math.Min(20, words.Count - at))); break;
                    default: words[at] = (byte)random.Next(32); break;
                }
            }

            var text = Bech32.Encode(Bech32Variant.Bech32, example.Prefix, [.. words], Bech32.MaxLimit);
            var decoded = Bolt11Invoice.Decode(text);
            if (decoded.IsOk) Assert.Equal(text, decoded.Value.Text);
            else Assert.InRange(decoded.Error.Offset, 0, text.Length);
            rules.Add(decoded.Error.Rule);
        }

        Assert.Superset(
            new HashSet<WireRule>
            {
                WireRule.None, WireRule.UnexpectedEnd, WireRule.MissingField, WireRule.BadPadding, WireRule.NotUtf8, WireRule.NotMinimal,
                WireRule.UnknownRequiredFeature, WireRule.BadSignature, WireRule.WrongLength,
            },
            rules);
    }

    private static RawInvoice WithFallback(byte version, int length) =>
        Minimal().Add('f', Bech32.EncodeWords([version, .. Bech32.ToWords(new byte[length])]));

    private static Func<RecoverableSignature, RecoverableSignature> Change(byte[]? r = null, byte[]? s = null, byte? id = null) => signature => new(
        ByteString.Own((byte[])[.. r ?? signature.Compact.Span[..32], .. s ?? signature.Compact.Span[32..]]), id ?? signature.RecoveryId);

    private static byte[] Negate(ReadOnlySpan<byte> s)
    {
        PrivateKey.TryCreate(s, out var scalar);
        var negated = new byte[32];
        scalar!.Negate().Export(negated);
        return negated;
    }

    private static void AssertRefused(string text, WireRule rule, int? offset = null)
    {
        var error = Bolt11Invoice.Decode(text).Error;
        Assert.Equal((rule, offset ?? error.Offset), (error.Rule, error.Offset));
    }
}
