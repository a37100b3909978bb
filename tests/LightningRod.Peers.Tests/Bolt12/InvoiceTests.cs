using LightningRod.Peers.Tests.Driver;
using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using static LightningRod.Peers.Tests.Onion.WireOnions;

namespace LightningRod.Peers.Tests.Bolt12;

public sealed class InvoiceTests(LdkPeer ldk) : IClassFixture<LdkPeer>
{
    [Fact]
    public async Task For_RequestsOfManyKinds_IsReadByLdkWithTheSameFieldsAndSignature()
    {
        var random = new Random(14);
        for (var i = 0; i < 100; i++)
        {
            using var issuer = random.NextKey();
            var offer = Offer.Create(MadeOffers.Next(random, issuer.PublicKey)).Value;
            if (offer.Fields.Amount?.Currency is not null) continue;
            await AssertRead(MadeInvoices.Next(random, MadeRequests.Next(random, offer), issuer));
        }
    }

    /// <summary>An offer that names no issuer is answered by the last blinded node of its path, with that node's blinded key.</summary>
    [Fact]
    public async Task For_OfferWithPathsAlone_IsSignedWithTheBlindedKey()
    {
        var random = new Random(15);
        using PrivateKey session = PrivateKey.Generate(), issuer = PrivateKey.Generate();
        var path = RouteBlinding.CreateForMessages(session, [issuer.PublicKey], Hex("01"));
        var offer = Offer.Create(new OfferFields { Description = "tea", Paths = [path] }).Value;
        using var blinded = RouteBlinding.Unblind(issuer, path.FirstPathKey, path.Hops[0].EncryptedData).Value.BlindedKey;
        var request = MadeRequests.Next(random, offer);
        var invoice = MadeInvoices.Next(random, request, blinded);
        await AssertRead(invoice);
        Assert.Equal(path.Hops[0].BlindedNodeId, invoice.NodeId);
        Assert.Equal(invoice.Bytes, Bolt12Invoice.For(request, invoice.Fields with { NodeId = null }).Complete(invoice.Signature).Value.Bytes);
    }

    /// <summary>A request without an offer, as a refund is: whoever answers it names the key.</summary>
    [Fact]
    public async Task For_RequestWithoutAnOffer_IsReadByLdk()
    {
        var random = new Random(16);
        using PrivateKey payer = PrivateKey.Generate(), payee = PrivateKey.Generate();
        var fields = new InvoiceRequestFields { PayerId = payer.PublicKey, Amount = new Msat(5000), PayerNote = "back" };
        var request = InvoiceRequest.Create(new OfferFields { Description = "refund" }, fields).Value;
        await AssertRead(MadeInvoices.Next(random, request, payee));
    }

    [Fact]
    public async Task Parse_OneBitFlipped_IsRefusedByBoth()
    {
        using var issuer = PrivateKey.Generate();
        var random = new Random(3);
        var offer = Offer.Create(new OfferFields { Amount = new OfferAmount(1000), Description = "tea", IssuerId = issuer.PublicKey }).Value;
        var bytes = MadeInvoices.Next(random, MadeRequests.Next(random, offer), issuer).Bytes;
        for (var i = 0; i < bytes.Length; i += i is > 100 and < 600 ? 9 : 1)
        {
            var bad = Flip(bytes, i, i % 8);
            Assert.False(Bolt12Invoice.Parse(bad).IsOk, $"byte {i}");
            Assert.False(await LdkBolt12Calls.Accepts(ldk.Bolt12Invoice(bad)), $"byte {i}");
        }
    }

    [Fact]
    public async Task OnionMessage_WithAnInvoice_KeepsItsBytesBothWays()
    {
        var node = await ldk.Node(1);
        using PrivateKey issuer = PrivateKey.Generate(), wire = PrivateKey.Generate();
        var random = new Random(4);
        var offer = Offer.Create(new OfferFields { Description = "tea", IssuerId = issuer.PublicKey }).Value;
        var invoice = MadeInvoices.Next(random, MadeRequests.Next(random, offer), issuer);
        var body = Message(Path([node.Key], LdkContext.DataOf(null)), OnionMessageTlv.Invoice, invoice.Bytes);
        Assert.Equal(new LdkReceived(OnionMessageTlv.Invoice, invoice.Bytes, null, null), await ldk.Receive(node, body));
        var sent = await ldk.CreateMessage(node, wire.PublicKey, OnionMessageTlv.Invoice, invoice.Bytes);
        Assert.Equal(invoice, Bolt12Invoice.Parse(Peel(wire, sent.Message).Payload.Value.Content!.Value.Value).Value);
    }

    /// <summary>BOLT 12's invoice_error is a TLV stream. LDK 0.1 writes and reads its length before it, and drops one without.</summary>
    [Fact]
    public async Task OnionMessage_WithAnInvoiceError_IsReadByLdkOnlyBehindItsLength()
    {
        var node = await ldk.Node(2);
        var told = new InvoiceError("too late") { ErroneousField = OfferTlv.AbsoluteExpiry, SuggestedValue = Hex("77") };
        var error = told.ToArray();
        var prefixed = ByteString.Own((told with { Dialect = Dialect.Ldk }).ToArray());
        Assert.False(await ldk.Peels(node, OfError(ByteString.Own(error))));
        Assert.Equal(new LdkReceived(OnionMessageTlv.InvoiceError, prefixed, null, null), await ldk.Receive(node, OfError(prefixed)));

        ByteString OfError(ByteString value) => Message(Path([node.Key], LdkContext.DataOf(null)), OnionMessageTlv.InvoiceError, value);
    }

    /// <summary>BIP 341 gives only 32 bytes of version 1 a meaning; anyone could spend from the others, so a payer must not pay to them.</summary>
    [Fact]
    public async Task Fallbacks_ShortProgramOfVersion1_IsUsableToLdkAlone()
    {
        using var issuer = PrivateKey.Generate();
        var random = new Random(6);
        var offer = Offer.Create(new OfferFields { Description = "tea", IssuerId = issuer.PublicKey }).Value;
        var request = MadeRequests.Next(random, offer);
        var fields = MadeInvoices.Next(random, request, issuer).Fields with { Fallbacks = [new FallbackAddress(1, Filled(20))] };
        var invoice = Bolt12Invoice.For(request, fields).Sign(issuer).Value;
        Assert.Empty(invoice.Fields.UsableFallbacks);
        Assert.Single((await ldk.Bolt12Invoice(invoice.Bytes)).Fallbacks);
    }

    private async Task AssertRead(Bolt12Invoice invoice)
    {
        var read = await ldk.Bolt12Invoice(invoice.Bytes);
        AssertSame(invoice, read);
        Assert.Equal(Bolt12Signature.Invoice.Digest(invoice.Records).ToString(), read.SignableHash.ToHex());
    }

    private static void AssertSame(Bolt12Invoice wire, LdkBolt12Invoice ldk)
    {
        var (offer, request, fields) = (wire.Offer, wire.Request, wire.Fields);
        Assert.Equal((offer.Description, offer.Issuer, offer.AbsoluteExpiry), (ldk.Description, ldk.Issuer, ldk.AbsoluteExpiry));
        Assert.Equal((offer.IssuerId, offer.Metadata), (ldk.IssuerSigningPubkey, ldk.Metadata));
        Assert.Equal(offer.Features ?? Features.None, Features.FromBytes(ldk.OfferFeatures));
        Assert.Equal((request.PayerId, request.Metadata), (ldk.PayerId, ldk.PayerMetadata));
        Assert.Equal((request.PayerNote, request.Quantity, wire.Chain.ToString()), (ldk.PayerNote, ldk.Quantity, ldk.Chain.ToHex()));
        Assert.Equal(request.Features ?? Features.None, Features.FromBytes(ldk.InvoiceRequestFeatures));
        Assert.Equal(fields.Features ?? Features.None, Features.FromBytes(ldk.Features));
        Assert.Equal((wire.PaymentHash.ToString(), wire.Amount.Value, wire.NodeId), (ldk.PaymentHash.ToHex(), ldk.AmountMsat, ldk.SigningPubkey));
        Assert.Equal(fields.CreatedAt, ldk.CreatedAt);
        Assert.Equal(fields.RelativeExpiry ?? Bolt12Invoice.DefaultExpiry, ldk.RelativeExpiry);
        Assert.Equal(fields.UsableFallbacks.Select(fallback => AddressOf(fallback, wire.Chain)), ldk.Fallbacks);
        Assert.Equal(fields.Paths.Count, ldk.PaymentPaths.Count);
        foreach (var (mine, theirs) in fields.Paths.Zip(ldk.PaymentPaths)) AssertSame(mine, theirs);
        Assert.Equal((wire.Signature, wire.Bytes), (ldk.Signature, ldk.Bytes));
    }

    private static void AssertSame(PaymentPath wire, LdkPaymentPath ldk)
    {
        Assert.Equal(wire.Path.Introduction.NodeId, ldk.IntroductionNodeId is { } id ? new NodeId(id) : null);
        if (ldk.IntroductionScid is { } scid)
            Assert.Equal((wire.Path.Introduction.Channel.Value, wire.Path.Introduction.Direction), (scid, (byte)ldk.IntroductionDirection!));
        Assert.Equal((wire.Path.FirstPathKey, wire.Path.Hops.Count), (ldk.PathKey, ldk.Hops));
        Assert.Equal(wire.Path.Hops, ldk.BlindedHops.Select(hop => new BlindedHop(hop.BlindedNodeId, hop.EncryptedRecipientData)));
        Assert.Equal(
            wire.PayInfo,
            new BlindedPayInfo(
                ldk.FeeBaseMsat,
                ldk.FeeProportionalMillionths,
                ldk.CltvExpiryDelta,
                new Msat(ldk.HtlcMinimumMsat),
                new Msat(ldk.HtlcMaximumMsat),
                Features.None));
    }

    private static string AddressOf(FallbackAddress fallback, ChainHash chain) =>
        SegwitAddress.Create(chain == ChainHash.Bitcoin ? "bc" : "bcrt", fallback.Version, fallback.Program).Value.ToString();
}
