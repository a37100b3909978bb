using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Wire.Tests.Rod;

public sealed class RodMessageTests
{
    private static readonly PrivateKey Key = PrivateKey.FromHex(new string('1', 64));
    private static readonly NodeId Me = new(Key.PublicKey);
    private static readonly NodeId Relay = new(PrivateKey.FromHex(new string('2', 64)).PublicKey);
    private static readonly NodeId OtherRelay = new(PrivateKey.FromHex(new string('3', 64)).PublicKey);

    [Fact]
    public void VerifySignature_AnyChange_IsFalse()
    {
        var request = Request().SignedBy(Key, Relay);
        Assert.True(request.VerifySignature(Relay));
        Assert.False(request.VerifySignature(OtherRelay));
        Assert.False((request with { MaxAmount = new(2) }).VerifySignature(Relay));
        Assert.False((request with { ExpiryHeight = new(2) }).VerifySignature(Relay));
        Assert.False((request with { PaymentIdHash = default }).VerifySignature(Relay));
        Assert.False((request with { PaymentHashes = PaymentHashList.Of(Hash(9)) }).VerifySignature(Relay));
        Assert.False((request with { Unknown = TlvStream.Of(new TlvRecord(99, default)) }).VerifySignature(Relay));
        Assert.False((request with { Client = request.Client! with { ClientNodeId = Relay } }).VerifySignature(Relay));
        Assert.False(Request().VerifySignature(Relay));
    }

    [Fact]
    public void VerifySignature_UnknownRecordsThatWereSigned_AreCovered()
    {
        var request = (Request() with { Unknown = TlvStream.Of(new TlvRecord(99, ByteString.CopyOf([1]))) }).SignedBy(Key, Relay);
        Assert.True(HoldRequest.Parse(request.ToArray()).Value.VerifySignature(Relay));
    }

    [Fact]
    public void VerifySignature_OfAnotherMessage_IsWorthNothing()
    {
        // hold_request and hold_cancel share the records 1, 9 and 11: only the name in the text keeps them apart.
        var cancel = new HoldCancel(default).SignedBy(Key, Relay);
        var text = ClientSignature.Text("hold_request", Relay, TlvStream.Of(TlvStream.Parse(cancel.ToArray()).Value.Where(r => r.Type != HoldCancelTlv.Signature)));
        Assert.False(cancel.Client!.Verify(text));
    }

    public static TheoryData<string, WireRule> BadRequests()
    {
        string id = Tlv(1, new byte[32]), hashes = Tlv(3, new byte[32]), height = Tlv(5, [1]), amount = Tlv(7, [1]);
        return new()
        {
            { id + hashes + height + amount, WireRule.MissingField },
            { id + hashes + height + amount + Tlv(11, [31, .. new byte[64]]), WireRule.MissingField },
            { id + hashes + height + Tlv(7, [0x1d, 0x24, 0xb2, 0xdf, 0xac, 0x52, 0, 1]), WireRule.ValueOutOfRange },
            { hashes + height + amount, WireRule.MissingField },
            { id + height + amount, WireRule.MissingField },
            { id + hashes + amount, WireRule.MissingField },
            { id + hashes + height, WireRule.MissingField },
            { Tlv(1, new byte[31]) + hashes + height + amount, WireRule.UnexpectedEnd },
            { Tlv(1, new byte[33]) + hashes + height + amount, WireRule.WrongLength },
            { id + Tlv(3, []) + height + amount, WireRule.ValueOutOfRange },
            { id + Tlv(3, new byte[33]) + height + amount, WireRule.WrongLength },
            { id + Tlv(3, new byte[64]) + height + amount, WireRule.ValueOutOfRange },
            { id + Tlv(3, new byte[129 * 32]) + height + amount, WireRule.TooLarge },
            { id + hashes + Tlv(5, [0]) + amount, WireRule.NotMinimal },
            { id + hashes + Tlv(5, [1, 2, 3, 4, 5]) + amount, WireRule.WrongLength },
            { id + hashes + height + Tlv(7, new byte[9]), WireRule.WrongLength },
            { id + hashes + height + amount + Tlv(9, Me.Span), WireRule.MissingField },
            { id + hashes + height + amount + Tlv(9, new byte[33]), WireRule.NotAPoint },
            { id + hashes + height + amount + Tlv(11, new byte[65]), WireRule.ValueOutOfRange },
            { id + hashes + height + amount + Tlv(11, new byte[64]), WireRule.WrongLength },
            { id + hashes + height + amount + Tlv(12, []), WireRule.UnknownEvenType },
            { id + Tlv(1, new byte[32]) + hashes + height + amount, WireRule.TypeOrder },
        };
    }

    [Theory, MemberData(nameof(BadRequests))]
    public void HoldRequestParse_BrokenRule_IsRefused(string hex, WireRule rule) => Assert.Equal(rule, HoldRequest.Parse(Convert.FromHexString(hex)).Error.Rule);

    public static TheoryData<string, WireRule> BadAcks()
    {
        var id = Tlv(1, new byte[32]);
        return new()
        {
            { id, WireRule.MissingField },
            { id + Tlv(3, [1]), WireRule.MissingField },
            { id + Tlv(9, [1]), WireRule.MissingField },
            { id + Tlv(3, [1]) + Tlv(5, [1]), WireRule.ForbiddenField },
            { id + Tlv(3, [1]) + Tlv(7, [65]) + Tlv(9, [1]), WireRule.MissingField },
            { id + Tlv(5, [1]) + Tlv(7, new byte[513]), WireRule.TooLarge },
            { id + Tlv(5, [1]) + Tlv(7, [0xff]), WireRule.NotUtf8 },
            { Tlv(5, [1]), WireRule.MissingField },
            { id + Tlv(5, [1]) + Tlv(11, []), WireRule.ForbiddenField },
            { id + Tlv(3, [1]) + Tlv(9, [1]) + Tlv(11, []), WireRule.ForbiddenField },
            { id + Tlv(11, [1]), WireRule.WrongLength },
        };
    }

    [Theory, MemberData(nameof(BadAcks))]
    public void HoldAckParse_BrokenRule_IsRefused(string hex, WireRule rule) => Assert.Equal(rule, HoldAck.Parse(Convert.FromHexString(hex)).Error.Rule);

    [Fact]
    public void PaymentPendingParse_HalfALiteralForm_IsRefused()
    {
        var hashes = Tlv(1, new byte[32]);
        Assert.Equal(WireRule.MissingField, PaymentPending.Parse(Convert.FromHexString(hashes + Tlv(7, new byte[32]))).Error.Rule);
        Assert.Equal(WireRule.MissingField, PaymentPending.Parse(Convert.FromHexString(hashes + Tlv(9, [.. Me.Span, .. Relay.Span]))).Error.Rule);
        Assert.Equal(WireRule.MissingField, PaymentPending.Parse([]).Error.Rule);
        Assert.Equal(WireRule.TooLarge, PaymentPending.Parse(Convert.FromHexString(hashes + Tlv(5, new byte[513]))).Error.Rule);
        Assert.Equal(WireRule.TooLarge, PaymentPending.Parse(Convert.FromHexString(hashes + Tlv(11, [.. Enumerable.Repeat<byte[]>([1, 1, 1, 1, 1, 1, 1], 9).SelectMany(a => a)]))).Error.Rule);
    }

    [Fact]
    public void Writers_AboveTheReadersBounds_Throw()
    {
        var pending = new PaymentPending(PaymentHashList.Of(Hash(1)));
        Assert.Throws<ArgumentException>(() => pending with { PayerNote = new string('n', 513) });
        Assert.Throws<ArgumentException>(() => pending with { IntroductionAddresses = [.. Enumerable.Repeat(NetworkAddress.Parse("203.0.113.5:1").Value, 9)] });
        Assert.Throws<ArgumentException>(() => new HoldRefusal(1, new string('n', 513)));
        Assert.Equal(512, (pending with { PayerNote = new string('n', 512) }).PayerNote!.Length);
    }

    [Fact]
    public void HoldCancelParse_Unsigned_IsRefused() => Assert.Equal(WireRule.MissingField, HoldCancel.Parse(new HoldCancel(default).ToArray()).Error.Rule);

    [Fact]
    public void Parse_ForeignRecord_IsUnrecognized() =>
        Assert.Equal(WireRule.Unrecognized, RodMessage.Parse(new TlvRecord(OnionMessageTlv.InvoiceRequest, default)).Error.Rule);

    [Fact]
    public void ToString_MessagesWithSecrets_ShowNone()
    {
        var pid = new PaymentId(Bytes32.FromHex(new string('a', 64)));
        RodMessage[] messages = [new NonceRelease(pid), new PaymentPending(PaymentHashList.Of(Hash(1))) { Literal = new LiteralTrigger(pid, Me, Relay) }];
        foreach (var message in messages) Assert.DoesNotContain("aaaa", message.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void PaymentHashList_OfNoneTooManyOrTwice_Throws()
    {
        Assert.Throws<ArgumentException>(() => PaymentHashList.Of());
        Assert.Throws<ArgumentException>(() => PaymentHashList.Of(Hash(1), Hash(1)));
        Assert.Throws<ArgumentException>(() => PaymentHashList.Of(Enumerable.Range(0, 129).Select(i => Hash((byte)i))));
    }

    private static HoldRequest Request() => new(Bytes32.Sha256([1]), PaymentHashList.Of(Hash(1), Hash(2)), new(800_000), new(1));

    private static PaymentHash Hash(byte fill) => new(Bytes32.Sha256([fill]));

    private static string Tlv(ulong type, ReadOnlySpan<byte> value) => Convert.ToHexString(TlvStream.Of(new TlvRecord(type, ByteString.CopyOf(value))).ToArray());
}
