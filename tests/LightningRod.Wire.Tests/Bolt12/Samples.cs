using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Tests.Bolt12;

/// <summary>Messages to begin from, and the means to change single records and sign again.</summary>
internal static class Samples
{
    public const ulong CreatedAt = 1_700_000_000;

    public static PrivateKey IssuerKey { get; } = Key(0x41);

    public static PrivateKey PayerKey { get; } = Key(0x42);

    public static PrivateKey StrangerKey { get; } = Key(0x43);

    public static PaymentHash PaymentHash { get; } = new(Enumerable.Repeat((byte)9, 32).ToArray());

    public static PrivateKey Key(byte value) => PrivateKey.FromHex(Convert.ToHexString(Enumerable.Repeat(value, 32).ToArray()));

    /// <summary>Records of three bytes that nobody knows.</summary>
    public static TlvStream Unknowns(params ulong[] types) => TlvStream.Of(types.Select(type => new TlvRecord(type, ByteString.CopyOf([1, 2, 3]))));

    public static BlindedPath Path(PublicKey last) => new(
        IntroductionNode.Of(new ShortChannelId(1, 2, 3), 1),
        Key(0x51).PublicKey,
        [new(Key(0x52).PublicKey, ByteString.CopyOf([1, 2, 3, 4])), new(last, default)]);

    public static BlindedPayInfo PayInfo(int? featureBit = null) =>
        new(1000, 20, 144, new Msat(1), new Msat(1_000_000), featureBit is { } bit ? Features.Of(bit) : Features.None);

    public static OfferFields OfferFields() => new()
    {
        Metadata = ByteString.CopyOf([7, 7]),
        Amount = new OfferAmount(1000),
        Description = "coffee",
        Features = Features.Of(99),
        AbsoluteExpiry = CreatedAt + 1000,
        Issuer = "shop",
        QuantityMax = 5,
        IssuerId = IssuerKey.PublicKey,
        Unknowns = Unknowns(33, 1_000_000_033),
    };

    public static Offer Offer(OfferFields? fields = null) => Bolt12Parse(Wire.Bolt12.Offer.Create(fields ?? OfferFields()));

    public static InvoiceRequestFields RequestFields() => new()
    {
        Metadata = ByteString.CopyOf([5, 6, 7, 8]),
        Quantity = 3,
        PayerId = PayerKey.PublicKey,
        PayerNote = "no milk",
        Unknowns = Unknowns(93, 2_000_000_001),
    };

    public static InvoiceRequest Request(Offer? offer = null, InvoiceRequestFields? fields = null) =>
        Bolt12Parse(InvoiceRequest.For(offer ?? Offer(), fields ?? RequestFields()).Sign(PayerKey));

    /// <summary>A request without an offer.</summary>
    public static InvoiceRequest Refund() => Bolt12Parse(InvoiceRequest.Create(
        new OfferFields { Description = "refund" },
        new InvoiceRequestFields { Metadata = ByteString.CopyOf([1]), Amount = new Msat(5000), PayerId = PayerKey.PublicKey }));

    public static InvoiceFields InvoiceFields() => new()
    {
        Paths = [new(Path(Key(0x61).PublicKey), PayInfo(7)), new(Path(Key(0x62).PublicKey), PayInfo())],
        CreatedAt = CreatedAt,
        PaymentHash = PaymentHash,
        Features = Features.Of(17),
        Unknowns = Unknowns(161, 3_000_000_001),
    };

    public static Bolt12Invoice Invoice(InvoiceRequest? request = null, InvoiceFields? fields = null) =>
        Bolt12Parse(Bolt12Invoice.For(request ?? Request(), fields ?? InvoiceFields()).Sign(IssuerKey));

    public static InvoiceFields StaticFields() => InvoiceFields() with
    {
        PaymentHash = null,
        MessagePaths = [Path(Key(0x63).PublicKey), Path(Key(0x64).PublicKey)],
    };

    public static StaticInvoice Static(Offer? offer = null, InvoiceFields? fields = null) =>
        Bolt12Parse(StaticInvoice.For(offer ?? Offer(), fields ?? StaticFields()).Sign(IssuerKey));

    public static TlvStream With(this TlvStream records, ulong type, params byte[] value) =>
        TlvStream.Of([.. records.Where(r => r.Type != type), new(type, ByteString.Own(value))]);

    public static TlvStream Without(this TlvStream records, params ulong[] types) => TlvStream.Of(records.Where(r => !types.Contains(r.Type)));

    /// <summary>The records with a valid signature in place of the one that they may have had.</summary>
    public static byte[] Signed(this TlvStream records, Bolt12Signature scheme, PrivateKey key) =>
        records.With(InvoiceTlv.Signature, scheme.Sign(key, records).ToArray()).ToArray();

    /// <summary>Where a record begins in a stream; the stream's end for a type that it does not have.</summary>
    public static int OffsetOf(byte[] stream, ulong type)
    {
        var tlvs = new TlvReader(stream);
        while (tlvs.Next(out var next, out var value))
        {
            if (next == type) return tlvs.RecordOffset;
            value.ReadRestSpan();
            tlvs.Close(ref value);
        }

        return stream.Length;
    }

    private static T Bolt12Parse<T>(Result<T> result)
    {
        Assert.True(result.IsOk, result.ToString());
        return result.Value;
    }
}
