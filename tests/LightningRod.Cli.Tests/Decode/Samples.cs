using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Cli.Tests.Decode;

/// <summary>Things to decode that no vector has.</summary>
internal static class Samples
{
    internal const ulong CreatedAt = 1_700_000_000;

    internal static PrivateKey Issuer { get; } = Key(0x41);

    internal static PrivateKey Payer { get; } = Key(0x42);

    internal static PrivateKey Key(byte value) => PrivateKey.FromHex(string.Concat(Enumerable.Repeat($"{value:x2}", 32)));

    internal static BlindedPath Path() => RouteBlinding.CreateForMessages(Key(9), [Issuer.PublicKey, Payer.PublicKey], ByteString.CopyOf([1, 2]));

    internal static OfferFields OfferFields() => new()
    {
        Chains = [ChainHash.Bitcoin],
        Amount = new OfferAmount(10_000),
        Description = "Coffee",
        AbsoluteExpiry = CreatedAt + 1000,
        Paths = [Path()],
        Issuer = "Café",
        QuantityMax = 0,
        IssuerId = Issuer.PublicKey,
        Unknowns = TlvStream.Of(new TlvRecord(33, ByteString.CopyOf([3]))),
    };

    internal static Offer Offer(OfferFields? fields = null) => Wire.Bolt12.Offer.Create(fields ?? OfferFields()).Value;

    internal static InvoiceRequest Request(byte[]? metadata = null) => Signed(Bolt12Signature.InvoiceRequest, Payer, InvoiceRequest.For(
        Offer(),
        new InvoiceRequestFields
        {
            Metadata = ByteString.CopyOf(metadata ?? [5, 6, 7, 8]),
            Quantity = 3,
            PayerId = Payer.PublicKey,
            PayerNote = "no milk",
            Bip353Name = new Bip353Name("alice", "example.com"),
        }));

    internal static InvoiceRequest Refund() => InvoiceRequest.Create(
        new OfferFields { Description = "refund" },
        new InvoiceRequestFields { Metadata = ByteString.CopyOf([1]), Amount = new Msat(5000), PayerId = Payer.PublicKey }).Value;

    internal static Bolt12Invoice Invoice() => Signed(
        Bolt12Signature.Invoice, Issuer, Bolt12Invoice.For(Request(), Fields() with { PaymentHash = new PaymentHash(new byte[32]) }));

    internal static StaticInvoice Static(Dialect dialect = Dialect.Specification) => Signed(
        Bolt12Signature.StaticInvoice, Issuer, StaticInvoice.For(Offer(), Fields() with { MessagePaths = [Path()], Dialect = dialect }));

    /// <summary>Signed without randomness, so that the answers are the same each time.</summary>
    private static T Signed<T>(Bolt12Signature scheme, PrivateKey key, UnsignedMessage<T> message)
        where T : Bolt12Message => message.Complete(scheme.Sign(key, message.Records, new byte[32])).Value;

    private static InvoiceFields Fields() => new()
    {
        Paths = [new PaymentPath(Path(), new BlindedPayInfo(1000, 20, 144, new Msat(1), new Msat(1_000_000), Features.None))],
        CreatedAt = CreatedAt,
        RelativeExpiry = 600,
        Fallbacks = [new FallbackAddress(0, ByteString.CopyOf(new byte[20]))],
        Features = Features.Of(FeatureBit.BasicMpp),
    };
}
