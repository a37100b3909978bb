using LightningRod.Peers.Tests.Driver;
using LightningRod.Testing;
using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using static LightningRod.Peers.Tests.Bolt12.MadeOffers;
using static LightningRod.Peers.Tests.Onion.WireOnions;

namespace LightningRod.Peers.Tests.Bolt12;

public sealed class InvoiceRequestTests(LdkPeer ldk) : IClassFixture<LdkPeer>
{
    [Fact]
    public async Task For_OffersOfManyKinds_IsReadByLdkWithTheSameFieldsAndSignature()
    {
        var random = new Random(13);
        for (var i = 0; i < 100; i++)
        {
            var offer = Offer.Create(MadeOffers.Next(random)).Value;
            if (offer.Fields.Amount?.Currency is not null) continue;
            var request = MadeRequests.Next(random, offer);
            AssertSame(request, await ldk.InvoiceRequest(request.Bytes));
        }
    }

    [Fact]
    public async Task Parse_OneBitFlipped_IsRefusedByBoth()
    {
        using var issuer = PrivateKey.Generate();
        var offer = Offer.Create(new OfferFields { Amount = new OfferAmount(1000), Description = "tea", IssuerId = issuer.PublicKey }).Value;
        var bytes = MadeRequests.Next(new Random(1), offer).Bytes;
        for (var i = 0; i < bytes.Length; i++)
        {
            var bad = Flip(bytes, i, i % 8);
            Assert.False(InvoiceRequest.Parse(bad).IsOk, $"byte {i}");
            Assert.False(await LdkBolt12Calls.Accepts(ldk.InvoiceRequest(bad)), $"byte {i}");
        }
    }

    /// <summary>LDK 0.1 reads an offer in dollars and refuses every request for it, the specification's signed one too.</summary>
    [Fact]
    public async Task Parse_RequestForAnOfferInACurrency_IsTakenByWireAlone()
    {
        var text = Vectors.Json("bolt12/signature-test.json").AsArray().Single(row => row!["bolt12"] is not null).Str("bolt12");
        var request = InvoiceRequest.Parse(text).Value;
        Assert.Equal("USD", request.Offer.Amount?.Currency);
        Assert.False(await LdkBolt12Calls.Accepts(ldk.InvoiceRequest(request.Bytes)));
        using var issuer = PrivateKey.Generate();
        var offer = Offer.Create(new OfferFields { Amount = new OfferAmount(100, "USD"), Description = "tea", IssuerId = issuer.PublicKey }).Value;
        Assert.Equal(offer.Bytes, (await ldk.Offer(offer.Bytes)).Bytes);
        Assert.False(await LdkBolt12Calls.Accepts(ldk.InvoiceRequest(MadeRequests.Next(new Random(2), offer).Bytes)));
    }

    [Fact]
    public async Task OnionMessage_WithARequest_KeepsItsBytesBothWays()
    {
        var nodes = await ldk.Nodes(1, 2);
        var request = MadeRequests.Next(new Random(5), Offer.Create(new OfferFields { Description = "tea", IssuerId = nodes[1].Key }).Value);
        var body = Message(Path([nodes[0].Key, nodes[1].Key], LdkContext.DataOf(null)), OnionMessageTlv.InvoiceRequest, request.Bytes);
        var forward = await ldk.Forward(nodes[0], body);
        Assert.Equal(new LdkReceived(OnionMessageTlv.InvoiceRequest, request.Bytes, null, null), await ldk.Receive(nodes[1], forward.Message));

        using var wire = PrivateKey.Generate();
        var sent = await ldk.CreateMessage(nodes[0], wire.PublicKey, OnionMessageTlv.InvoiceRequest, request.Bytes);
        Assert.Equal(request, InvoiceRequest.Parse(Peel(wire, sent.Message).Payload.Value.Content!.Value.Value).Value);
    }

    internal static void AssertSame(InvoiceRequest wire, LdkInvoiceRequest ldk)
    {
        var (offer, fields) = (wire.Offer, wire.Fields);
        Assert.Equal((offer.Description, offer.Issuer, offer.AbsoluteExpiry), (ldk.Description, ldk.Issuer, ldk.AbsoluteExpiry));
        Assert.Equal((offer.IssuerId, offer.Metadata), (ldk.IssuerSigningPubkey, ldk.Metadata));
        Assert.Equal(offer.Features ?? Features.None, Features.FromBytes(ldk.OfferFeatures));
        Assert.Equal(offer.Amount?.Msat?.Value, ldk.OfferAmountMsat);
        Assert.Equal((offer.Chains ?? [ChainHash.Bitcoin]).Select(chain => chain.ToString()), ldk.OfferChains.Select(chain => chain.ToHex()));
        Assert.Equal(offer.QuantityMax switch { null => "one", 0 => "unbounded", var max => $"{max}" }, ldk.SupportedQuantity);
        Assert.Equal(offer.Paths?.Count ?? 0, ldk.Paths);
        Assert.Equal((wire.PayerId, fields.Metadata), (ldk.PayerId, ldk.PayerMetadata));
        Assert.Equal((fields.PayerNote, fields.Quantity, wire.Chain.ToString()), (ldk.PayerNote, ldk.Quantity, ldk.Chain.ToHex()));
        Assert.Equal(fields.Features ?? Features.None, Features.FromBytes(ldk.InvoiceRequestFeatures));
        Assert.Equal((wire.ExpectedAmount?.Value, fields.Amount is not null), (ldk.AmountMsat, ldk.HasAmount));
        Assert.Equal((wire.Signature, wire.Bytes), (ldk.Signature, ldk.Bytes));
    }
}
