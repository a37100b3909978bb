using System.Text.Json.Nodes;
using LightningRod.Testing;
using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Tests.Onion;

public sealed class PaymentOnionTests
{
    private static readonly JsonNode Blinded = Vectors.Json("bolt04/blinded-payment-onion-test.json");
    private static readonly PaymentHash Hash = new([.. Enumerable.Repeat((byte)0x42, 32)]);

    [Fact]
    public void Create_BlindedPaymentVector_GivesItsOnion()
    {
        var generate = Blinded["generate"]!;
        var hops = generate["full_route"]!["hops"]!.AsArray().Select(hop => (
            PublicKey.FromHex(hop!["blinded_node_id"]?.GetValue<string>() ?? hop.Str("pubkey")), Payload(hop.Hex("payload")))).ToList();
        var onion = PaymentOnion.Create(PrivateKey.FromHex(generate.Str("session_key")), hops, Hash).Value;
        Assert.Equal(generate.Str("onion"), Convert.ToHexStringLower(onion));
    }

    [Fact]
    public void Peel_BlindedPaymentVector_FollowsThePathKeysToTheEnd()
    {
        var hops = Blinded["decrypt"]!["hops"]!.AsArray();
        PublicKey? pathKey = null;
        for (var i = 0; i < hops.Count; i++)
        {
            using var peeled = PaymentOnion.Peel(PrivateKey.FromHex(hops[i].Str("node_privkey")), hops[i].Hex("onion"), Hash, pathKey).Value;
            pathKey = peeled.NextPathKey;
            if (hops[i]!["next_path_key"] is not null) Assert.Equal(hops[i].Str("next_path_key"), pathKey?.ToString());
            Assert.Equal(i == hops.Count - 1, peeled.IsFinal);
            if (!peeled.IsFinal) Assert.Equal(hops[i + 1].Hex("onion"), peeled.NextPacket.ToArray());
            else Assert.Equal(new Msat((ulong)Blinded["generate"]!["final_amount_msat"]!), peeled.Payload.AmountToForward);
        }
    }

    [Fact]
    public void PaymentRelay_BlindedPaymentVector_ForwardsTheFinalAmountAndExpiry()
    {
        var hops = Blinded["generate"]!["full_route"]!["hops"]!.AsArray();
        var amount = new Msat((ulong)hops[0]!["tlvs"]!["amt_to_forward"]!);
        var expiry = new BlockHeight((uint)hops[0]!["tlvs"]!["outgoing_cltv_value"]!);
        foreach (var data in hops.Skip(1).Select(hop => hop!["tlvs"]!["encrypted_recipient_data"]!))
        {
            if (data["payment_constraints"] is { } limits)
                Assert.True(new PaymentConstraints(new((uint)limits["max_cltv_expiry"]!), new((ulong)limits["htlc_minimum_msat"]!)).Allow(expiry, amount));
            if (data["payment_relay"] is not { } r) continue;
            var relay = new PaymentRelay((ushort)r["cltv_expiry_delta"]!, (uint)r["fee_proportional_millionths"]!, (uint?)r["fee_base_msat"] ?? 0);
            (amount, expiry) = (relay.AmountToForward(amount)!.Value, relay.ExpiryToForward(expiry)!.Value);
        }

        Assert.Equal(new Msat((ulong)Blinded["generate"]!["final_amount_msat"]!), amount);
        Assert.Equal((uint)Blinded["generate"]!["final_cltv"]!, expiry.Value);
    }

    [Fact]
    public void BlindedPayInfo_BlindedPaymentVector_IsTheSumOfItsHops()
    {
        var relays = Blinded["generate"]!["full_route"]!["hops"]!.AsArray().Select(hop => hop!["tlvs"]!["encrypted_recipient_data"]?["payment_relay"])
            .Where(r => r is not null)
            .Select(r => new PaymentRelay((ushort)r!["cltv_expiry_delta"]!, (uint)r["fee_proportional_millionths"]!, (uint?)r["fee_base_msat"] ?? 0)).ToList();
        var expected = Blinded["generate"]!["blinded_payinfo"]!;
        var sum = BlindedPayInfo.Of(relays, 0, default, default)!.Value;
        Assert.Equal(
            ((uint)expected["fee_base_msat"]!, (uint)expected["fee_proportional_millionths"]!, (ushort)expected["cltv_expiry_delta"]!),
            (sum.FeeBaseMsat, sum.FeeProportionalMillionths, sum.CltvExpiryDelta));
        Assert.Equal((ushort)(sum.CltvExpiryDelta + 18), BlindedPayInfo.Of(relays, 18, default, default)!.Value.CltvExpiryDelta);
        Assert.Null(BlindedPayInfo.Of([new(0, uint.MaxValue, 0), new(0, 1, 0)], 0, default, default));
        Assert.Null(BlindedPayInfo.Of([new(0, 0, uint.MaxValue), new(0, 0, 1)], 0, default, default));
        Assert.Null(BlindedPayInfo.Of([new(ushort.MaxValue, 0, 0)], 1, default, default));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1000)]
    [InlineData(999_999, 5000)]
    [InlineData(1_000_000, 0)]
    [InlineData(uint.MaxValue, uint.MaxValue)]
    public void PaymentRelay_AmountToReceiveThenForward_GivesAtLeastTheAmount(uint proportional, uint fixedFee)
    {
        var relay = new PaymentRelay(10, proportional, fixedFee);
        foreach (var amount in new ulong[] { 0, 1, 999, 123_456_789, 2_100_000_000_000_000 })
            Assert.True(relay.AmountToForward(relay.AmountToReceive(new(amount))) >= new Msat(amount));
        Assert.Null(new PaymentRelay(10, 0, 1000).AmountToForward(new(999)));
        Assert.Null(relay.ExpiryToForward(new(9)));
    }

    public static TheoryData<string, bool, bool, WireRule> RuleBreakers() => new()
    {
        { "0a0101", true, false, WireRule.MissingField }, // blinded without any path key
        { "02010104010106080000000000000001" + "0c21" + Point, false, false, WireRule.ForbiddenField }, // path key without data
        { "0401010608000000000000000a", false, false, WireRule.MissingField }, // no amount
        { "0201010608000000000000000a", false, false, WireRule.MissingField }, // no expiry
        { "020101040101", false, false, WireRule.MissingField }, // nowhere to go
        { "020101040101", true, true, WireRule.MissingField }, // a path key but no data
        { "0a0101" + "0c21" + Point, true, true, WireRule.ForbiddenField }, // two path keys
        { "0201010a0101", false, true, WireRule.ForbiddenField }, // an amount at a blinded forwarding node
        { "0201010401010a0101", true, true, WireRule.MissingField }, // no total at the end
        { "0201010401010a0101" + "100101" + "120101", true, true, WireRule.ForbiddenField }, // metadata at a blinded end
    };

    private const string Point = "0324653eac434488002cc06bbfb7f10fe18991e35f9fe4302dbea6d2353dc0ab1c";

    [Theory, MemberData(nameof(RuleBreakers))]
    public void Peel_RecordsThatMayNotStandTogether_AreRefused(string payload, bool isFinal, bool pathKey, WireRule rule)
    {
        using var node = SphinxTests.Key(0);
        using var path = PrivateKey.Generate();
        var key = node.PublicKey;
        if (pathKey) key = RouteBlinding.Create(path, [new(node.PublicKey, ByteString.Empty)]).Hops[0].BlindedNodeId;
        var hop = new OnionHop(key, ByteString.Own(Convert.FromHexString(payload)));
        var packet = Sphinx.Create(PrivateKey.Generate(), isFinal ? [hop] : [hop, new(SphinxTests.Key(1).PublicKey, ByteString.CopyOf([1, 0]))], Hash.Value.Span).Value;
        Assert.Equal(rule, PaymentOnion.Peel(node, packet, Hash, pathKey ? path.PublicKey : null).Error.Rule);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    public void PaymentPayload_ReservedLengths_AreRefused(string hex) =>
        Assert.Equal(WireRule.WrongLength, PaymentPayload.Parse(Convert.FromHexString(hex)).Error.Rule);

    [Fact]
    public void PaymentPayload_AllRecordsInEachDialect_AreReadAsWritten()
    {
        foreach (var dialect in new[] { Dialect.Specification, Dialect.Eclair, Dialect.Ldk })
        {
            var payload = new PaymentPayload
            {
                Dialect = dialect,
                AmountToForward = new(1000),
                OutgoingCltv = new(800_000),
                ShortChannelId = new(1, 2, 3),
                PaymentData = new(new PaymentSecret(Bytes32.Random()), new(2000)),
                EncryptedRecipientData = ByteString.CopyOf([1]),
                CurrentPathKey = SphinxTests.Key(0).PublicKey,
                PaymentMetadata = ByteString.CopyOf([2]),
                TotalAmount = new(2000),
                OutgoingNodeId = new NodeId(SphinxTests.Key(1).PublicKey),
                TrampolineOnion = ByteString.CopyOf([3]),
                RecipientFeatures = Features.Of(FeatureBit.BasicMpp),
                RecipientBlindedPaths = ByteString.CopyOf([4]),
                AsyncPayment = dialect == Dialect.Eclair,
                InvoiceRequest = ByteString.CopyOf([5]),
                KeysendPreimage = new(Bytes32.Random()),
                HoldNonce = Bytes32.Random(),
                SignatureSale = ByteString.CopyOf([6]),
                Unknown = TlvStream.Of(new TlvRecord(99, ByteString.CopyOf([7]))),
            };
            var read = PaymentPayload.Parse(payload.ToArray()).Value;
            Assert.Equal(payload, read);
        }
    }

    [Fact]
    public void PaymentPayload_OneRecordInTwoDialects_IsRefused()
    {
        var twice = TlvStream.Of(new TlvRecord(PaymentOnionTlv.InvoiceRequest, default), new TlvRecord(PaymentOnionTlv.InvoiceRequestLdk, default)).ToArray();
        Assert.Equal(WireRule.ForbiddenField, PaymentPayload.Parse(twice).Error.Rule);
    }

    [Fact]
    public void PaymentPayload_ToString_ShowsNoSecrets()
    {
        var text = new PaymentPayload
        {
            PaymentData = new(new PaymentSecret(Bytes32.FromHex(new string('a', 64))), new(1)),
            KeysendPreimage = new(Bytes32.FromHex(new string('a', 64))),
        }.ToString();
        Assert.DoesNotContain("aaaa", text, StringComparison.Ordinal);
    }

    private static PaymentPayload Payload(byte[] withLength)
    {
        var bytes = SphinxTests.WithoutLength(withLength);
        var payload = PaymentPayload.Parse(bytes).Value;
        Assert.Equal(bytes.ToArray(), payload.ToArray());
        return payload;
    }
}
